package org.obol.node.sale;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Address;
import org.obol.dataset.entitlement.AccessToken;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.ledger.Ledger;
import org.obol.ledger.Members;
import org.obol.ledger.ObolHome;
import org.obol.x402.gate.PaymentStore;
import org.obol.x402.gate.PaymentStoreContractTest;

/** The contract of payments, kept by the ledger, whose goods are entitlements. */
final class LedgerPaymentsTest extends PaymentStoreContractTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-06-14T12:00:00Z"));

  private static final Address PAYER = new Address("0x" + "b".repeat(40));

  @TempDir private Path home;
  private Ledger ledger;
  private PaymentStore payments;

  @BeforeEach
  void offers() {
    open();
    ledger
        .db()
        .write(
            tx -> {
              int rows =
                  tx.update(
                      "insert into dataset (id, owner, group_id, membership, public_log, created)"
                          + " values ('pi', '0x01', 'group', 'approval', 1, 0)");
              rows += offer(tx, OFFER, 1);
              return rows + offer(tx, OTHER, 2);
            });
  }

  private static int offer(org.obol.ledger.Tx tx, String hash, int seq) {
    return tx.update(
        "insert into offer (hash, dataset, seq, from_version, to_version, valid_until,"
            + " requirements, created) values (?, 'pi', ?, 1, ?, 0, '{}', 0)",
        hash,
        seq,
        seq);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private void open() {
    ledger = Ledger.open(new ObolHome(home));
    payments = new LedgerPayments(ledger.db(), CLOCK);
  }

  @Override
  protected PaymentStore store() {
    return payments;
  }

  @Override
  protected void reopen() {
    close();
    open();
  }

  @Override
  protected Access access(String goods) {
    return switch (entitlement(goods).state()) {
      case Entitlement.State.Active ignored -> Access.OPEN;
      case Entitlement.State.Suspended ignored -> Access.LOCKED;
      case Entitlement.State.Revoked ignored -> Access.REVOKED;
    };
  }

  private Entitlement entitlement(String id) {
    return ledger.db().read(tx -> new Members(tx).find(id).orElseThrow());
  }

  @Override
  protected int granted() {
    return ledger
        .db()
        .read(tx -> tx.list("select id from entitlement", row -> row.getString(1)))
        .size();
  }

  @Override
  protected void takeAway(String goods) {
    Entitlement ignored =
        ledger.db().write(tx -> new Members(tx).revoke(goods, "misuse", CLOCK.instant()));
  }

  @Override
  protected String token(String goods) {
    return ledger.db().write(tx -> new Members(tx).issue(goods, CLOCK.instant()).reveal());
  }

  @Override
  protected boolean opens(String token) {
    return ledger
        .db()
        .read(tx -> new Members(tx).holder(AccessToken.hash(token)))
        .filter(holder -> holder.covers(1))
        .isPresent();
  }

  /** Anybody can have as many refused payments as they like to sign, and as long as a header. */
  @Test
  void open_payments_are_listed_without_what_was_shown_with_them() {
    int rows = 300;
    String shown = "{\"x\":\"" + "a".repeat(12_000) + "\"}";
    int claimed =
        ledger
            .db()
            .write(
                tx -> {
                  int made = 0;
                  for (int i = 0; i < rows; i++) {
                    made +=
                        tx.update(
                            "insert into payment (network, asset, payer, nonce, offer, committed,"
                                + " pay_to, amount, valid_after, valid_before, payload,"
                                + " requirements, seen_at, asked, state, is_over, changed, created)"
                                + " values ('eip155:1', ?, ?, ?, ?, 0, ?, '1', 0, 0, ?, '{}', 0, 0,"
                                + " '{\"is\":\"received\"}', 0, 0, 0)",
                            PAYER.hex(),
                            PAYER.hex(),
                            "0x" + "%064x".formatted(i),
                            OFFER,
                            PAYER.hex(),
                            shown);
                  }
                  return made;
                });
    assertThat(claimed).isEqualTo(rows);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    assertThat(payments.open(CLOCK.instant())).hasSize(rows);
    assertThat(payments.underWay(PAYER)).hasSize(rows);

    assertThat(threads.getCurrentThreadAllocatedBytes() - before)
        .isLessThan((long) rows * shown.length());
  }
}
