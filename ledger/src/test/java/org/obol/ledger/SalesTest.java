package org.obol.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.Sha256;
import org.obol.dataset.LogOrigin;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.dataset.sale.Payee;
import org.obol.dataset.sale.Price;
import org.obol.dataset.sale.SellerRecord;
import org.obol.dataset.sale.Signed;

final class SalesTest {

  private static final Payee PAYEE = new Payee("eip155:31337", address(1), House.KEY_TWO.address());
  private static final String NONCE = "0x" + "7".repeat(64);

  @TempDir private Path folder;
  private House house;

  @BeforeEach
  void open() {
    house = new House(folder.resolve("home"));
    house.createDataset();
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void the_first_price_shows_log_and_manifests_and_the_owner_can_hide_them_again() {
    assertThat(dataset().publicLog()).isFalse();
    write(tx -> sale(tx, "5.00"));
    assertThat(dataset().publicLog()).isTrue();
    write(
        tx -> {
          new Datasets(tx).configure(House.ID, Dataset.Membership.INVITE, false);
          return sale(tx, "6.50");
        });
    assertThat(dataset().publicLog()).isFalse();
    assertThat(find(tx -> new Sales(tx).terms(House.ID))).contains(terms("6.50"));
  }

  /** An end neither hides nor shows; a price that nobody was ever shown was none. */
  @Test
  void the_next_price_shows_a_hidden_log_only_if_nothing_was_offered_before() {
    write(tx -> sale(tx, "5.00"));
    write(tx -> endAndHide(tx, false));
    assertThat(dataset().publicLog()).isTrue();
    write(tx -> endAndHide(tx, true));
    assertThat(dataset().publicLog()).isFalse();
    write(tx -> sale(tx, "6.00"));
    assertThat(dataset().publicLog()).isTrue();
    write(
        tx -> {
          new Sales(tx).put(offer("a", House.NOW.plus(Duration.ofHours(1))), House.NOW);
          return endAndHide(tx, true);
        });
    write(tx -> sale(tx, "7.00"));
    assertThat(dataset().publicLog()).isFalse();
  }

  private static boolean endAndHide(Tx tx, boolean hidden) {
    new Sales(tx).end(House.ID);
    if (hidden) {
      new Datasets(tx).configure(House.ID, Dataset.Membership.INVITE, false);
    }
    return hidden;
  }

  @Test
  void a_sale_that_has_ended_leaves_its_offers() {
    write(tx -> sale(tx, "5.00"));
    StoredOffer early = offer("a", House.NOW.plus(Duration.ofHours(1)));
    StoredOffer late = offer("b", House.NOW.plus(Duration.ofHours(2)));
    write(
        tx -> {
          new Sales(tx).put(early, House.NOW);
          new Sales(tx).put(early, House.NOW.plusSeconds(5));
          new Sales(tx).put(late, House.NOW.plusSeconds(1));
          new Sales(tx).end(House.ID);
          return true;
        });
    assertThat(find(tx -> new Sales(tx).terms(House.ID))).isEmpty();
    assertThat(find(tx -> new Sales(tx).offer(early.hash()))).contains(early);
    assertThat(find(tx -> new Sales(tx).latestOffer(House.ID, 1))).contains(late);
    assertThat(find(tx -> new Sales(tx).latestOffer(House.ID, 2))).isEmpty();
    assertThat(early.isOpen(House.NOW)).isTrue();
    assertThat(early.isOpen(early.validUntil())).isFalse();
  }

  @Test
  void a_seller_record_is_replaced_only_by_one_with_a_higher_serial() {
    assertThat(find(tx -> new Sales(tx).sellerRecord(House.ID))).isEmpty();
    write(tx -> keep(tx, record(2)));
    assertThat(find(tx -> new Sales(tx).sellerRecord(House.ID))).contains(record(2));
    assertThatThrownBy(() -> write(tx -> keep(tx, record(2))))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("serial 2 is not the next one");
    write(tx -> keep(tx, record(3)));
    assertThat(find(tx -> new Sales(tx).sellerRecord(House.ID))).contains(record(3));
  }

  @Test
  void the_book_lists_payments_and_notes_refunds() {
    write(tx -> sale(tx, "5.00"));
    StoredOffer offer = offer("a", House.NOW.plus(Duration.ofHours(1)));
    Entitlement bought =
        write(
            tx -> {
              new Sales(tx).put(offer, House.NOW);
              return new Members(tx)
                  .grant(
                      House.ID,
                      address(9).hex(),
                      VersionRange.upTo(1),
                      Entitlement.Source.PAID,
                      House.NOW);
            });
    String transaction = "0x" + "c".repeat(64);
    write(tx -> payment(tx, offer, transaction, bought));
    Sale sale = read(tx -> new SalesBook(tx).of(House.ID)).getFirst();
    assertThat(sale.isPaid()).isTrue();
    assertThat(sale.isOpen()).isFalse();
    assertThat(sale.payee()).isEqualTo(PAYEE);
    assertThat(sale.amount()).isEqualTo(BigInteger.valueOf(5_000_000));
    assertThat(sale.access()).contains(bought);
    assertThat(sale.transaction()).contains(transaction);

    Sale promised = write(tx -> refund(tx, transaction, Optional.empty()));
    assertThatThrownBy(() -> write(tx -> refund(tx, transaction, Optional.empty())))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("given back at " + House.NOW + ": bought twice. Give --transaction");
    Sale repaid = write(tx -> refund(tx, transaction, Optional.of("0xdd")));
    assertThat(repaid.refunds())
        .containsExactly(
            promised.refunds().getFirst(),
            new Sale.Refund("bought twice", Optional.of("0xdd"), House.NOW));
    assertThatThrownBy(() -> write(tx -> refund(tx, transaction, Optional.of("0xde"))))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("given back at");
    assertThat(list(tx -> new SalesBook(tx).all())).containsExactly(repaid);
    assertThatThrownBy(
            () ->
                write(tx -> new SalesBook(tx).noteRefund("0xee", "?", Optional.empty(), House.NOW)))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("no payment here was settled by transaction 0xee");
  }

  private static Sale refund(Tx tx, String transaction, Optional<String> repaidIn) {
    return new SalesBook(tx).noteRefund(transaction, "bought twice", repaidIn, House.NOW);
  }

  @Test
  void a_suspended_entitlement_counts_no_more_and_a_subject_finds_its_own() {
    Entitlement bought =
        write(
            tx ->
                new Members(tx)
                    .grant(
                        House.ID,
                        address(9).hex(),
                        VersionRange.upTo(2),
                        Entitlement.Source.PAID,
                        House.NOW));
    write(
        tx -> {
          new Members(tx).suspend(bought.id(), "taken back", House.NOW);
          return true;
        });
    Entitlement now = read(tx -> new Members(tx).of(House.ID, address(9).hex())).getFirst();
    assertThat(now.covers(1)).isFalse();
    assertThat(now.reason()).contains("taken back");
    assertThat(list(tx -> new Members(tx).of(House.ID, address(8).hex()))).isEmpty();
  }

  private static boolean payment(Tx tx, StoredOffer offer, String transaction, Entitlement bought) {
    return tx.update(
            "insert into payment (network, asset, payer, nonce, offer, committed, pay_to, amount,"
                + " valid_after, valid_before, payload, requirements, seen_at, asked, state,"
                + " is_over, settled_in, settled_block, goods, changed, created)"
                + " values (?, ?, ?, ?, ?, 0, ?, '5000000', 0, 1, '{}', '{}', 7, 1,"
                + " '{\"is\":\"fulfilled\"}', 1, ?, 8, ?, 0, 0)",
            PAYEE.network(),
            PAYEE.asset().hex(),
            address(9).hex(),
            NONCE,
            offer.hash().hex(),
            PAYEE.address().hex(),
            transaction,
            bought.id())
        == 1;
  }

  private static SaleTerms terms(String price) {
    return new SaleTerms(House.ID, Price.flat(price), PAYEE, "USDC", "2", 6);
  }

  private static boolean sale(Tx tx, String price) {
    new Sales(tx).put(terms(price), House.NOW);
    return true;
  }

  private static StoredOffer offer(String name, Instant validUntil) {
    return new StoredOffer(
        Sha256.hash(name),
        House.ID,
        1,
        VersionRange.upTo(1),
        validUntil,
        Json.object().put("scheme", "exact").build());
  }

  private static Signed<SellerRecord> record(long serial) {
    return new SellerRecord(
            new LogOrigin(House.KEY_ONE.address(), House.ID),
            serial,
            House.NOW,
            House.NOW.plus(Duration.ofDays(90)),
            List.of(House.KEY_TWO.address()),
            List.of(PAYEE),
            List.of(URI.create("https://data.example.org")))
        .sign(House.KEY_ONE);
  }

  private static boolean keep(Tx tx, Signed<SellerRecord> record) {
    new Sales(tx).put(House.ID, record);
    return true;
  }

  private static Address address(int digit) {
    return new Address("0x" + Integer.toString(digit).repeat(40));
  }

  private Dataset dataset() {
    return read(tx -> new Datasets(tx).require(House.ID));
  }

  private <T> Optional<T> find(Db.Work<Optional<T>> work) {
    return house.ledger.db().read(work);
  }

  private <T> List<T> list(Db.Work<List<T>> work) {
    return house.ledger.db().read(work);
  }

  private <T> T read(Db.Work<T> work) {
    return house.ledger.db().read(work);
  }

  private <T> T write(Db.Work<T> work) {
    return house.ledger.db().write(work);
  }
}
