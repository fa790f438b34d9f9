package org.obol.node.sale;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.ledger.Ledger;
import org.obol.ledger.Members;
import org.obol.ledger.ObolHome;
import org.obol.ledger.Sales;
import org.obol.ledger.StoredOffer;
import org.obol.x402.gate.Offered;
import org.obol.x402.wire.PaymentRequirements;

/** Whom a version is sold to, and what it may be exchanged for (invariants 4 and 6). */
final class DatasetShopTest {

  private static final DatasetId PI = new DatasetId("pi");
  private static final DatasetId TAU = new DatasetId("tau");
  private static final Instant NOW = Instant.parse("2026-06-14T12:00:00Z");
  private static final Address PAYER = new Address("0x" + "9".repeat(40));
  private static final Json.Obj TERMS =
      Json.object()
          .put("scheme", "exact")
          .put("network", "eip155:84532")
          .put("amount", "10000")
          .put("asset", "0x" + "a".repeat(40))
          .put("payTo", "0x" + "b".repeat(40))
          .put("maxTimeoutSeconds", 600)
          .build();

  @TempDir private Path home;
  private Ledger ledger;

  @BeforeEach
  void open() {
    ledger = Ledger.open(new ObolHome(home));
    for (DatasetId id : new DatasetId[] {PI, TAU}) {
      int row =
          ledger
              .db()
              .write(
                  tx ->
                      tx.update(
                          "insert into dataset (id, owner, group_id, membership, public_log,"
                              + " created) values (?, ?, 'group', 'invite', 1, 0)",
                          id.text(),
                          "owner of " + id));
      assertThat(row).isOne();
    }
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void whoever_was_shut_out_of_a_version_does_not_get_it_back_with_the_next_one() {
    revoke(grant(new VersionRange(1, 2)), "misuse");
    // A flat price opens the first two as well.
    assertThat(objection(PI, 3, VersionRange.upTo(3))).containsInstanceOf(Objection.ShutOut.class);
    assertThat(objection(PI, 2, new VersionRange(2, 2)))
        .containsInstanceOf(Objection.ShutOut.class);
  }

  @Test
  void what_the_owner_has_not_ended_is_sold_to_them() {
    revoke(grant(new VersionRange(1, 2)), "misuse");
    assertThat(objection(PI, 3, new VersionRange(3, 3))).isEmpty();
    assertThat(objection(TAU, 1, VersionRange.upTo(1))).isEmpty();
  }

  @Test
  void nobody_is_shut_out_by_a_thief_whose_goods_were_taken_back() {
    revoke(grant(new VersionRange(1, 2)), LedgerPayments.MEANT_OTHERWISE);
    assertThat(objection(PI, 2, VersionRange.upTo(2))).isEmpty();
  }

  @Test
  void goods_are_exchanged_within_their_dataset_only() {
    Offered first = offer(PI, 1, VersionRange.upTo(1));
    Offered second = offer(PI, 2, VersionRange.upTo(2));
    Offered other = offer(TAU, 1, VersionRange.upTo(1));
    assertThat(shop(PI, 1).exchanges(second.id())).isTrue();
    assertThat(shop(PI, 1).sells(second.id())).isFalse();
    assertThat(shop(PI, 1).exchanges(other.id())).isFalse();
    assertThat(shop(TAU, 1).exchanges(first.id())).isFalse();
  }

  private Optional<Objection> objection(DatasetId id, long seq, VersionRange grants) {
    return shop(id, seq).objection(PAYER, offer(id, seq, grants));
  }

  private DatasetShop shop(DatasetId id, long seq) {
    return new DatasetShop(ledger.db(), id, seq, Optional.empty(), NOW);
  }

  private Offered offer(DatasetId id, long seq, VersionRange grants) {
    var offer =
        new StoredOffer(
            Sha256.hash(id + "/" + seq + grants), id, seq, grants, NOW.plusSeconds(60), TERMS);
    return ledger
        .db()
        .write(
            tx -> {
              new Sales(tx).put(offer, NOW);
              return new Offered(offer.hash().hex(), new PaymentRequirements(TERMS));
            });
  }

  private Entitlement grant(VersionRange versions) {
    return ledger
        .db()
        .write(
            tx -> new Members(tx).grant(PI, PAYER.hex(), versions, Entitlement.Source.PAID, NOW));
  }

  private void revoke(Entitlement entitlement, String reason) {
    Entitlement ended =
        ledger.db().write(tx -> new Members(tx).revoke(entitlement.id(), reason, NOW));
    assertThat(ended.reason()).contains(reason);
  }
}
