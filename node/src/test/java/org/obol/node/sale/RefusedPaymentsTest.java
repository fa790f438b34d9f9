package org.obol.node.sale;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Address;
import org.obol.ledger.Db;
import org.obol.ledger.Migrations;
import org.obol.ledger.SqliteDb;
import org.obol.ledger.Tx;
import org.obol.x402.facilitator.Facilitator;
import org.obol.x402.gate.Authorization;
import org.obol.x402.gate.ChainWitness;
import org.obol.x402.gate.PaymentGate;
import org.obol.x402.gate.PaymentKey;
import org.obol.x402.gate.PaymentRecord;
import org.obol.x402.gate.PaymentScheme;
import org.obol.x402.gate.Policy;
import org.obol.x402.gate.SettlePayment;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.Reason;
import org.obol.x402.wire.SettleResponse;
import org.obol.x402.wire.Supported;
import org.obol.x402.wire.VerifyResponse;

/** A ledger full of refused payments, as the last version left it: what going through it asks. */
final class RefusedPaymentsTest {

  private static final int REFUSED = 5_000;
  private static final Instant CLOSES = Instant.ofEpochSecond(1_000_000);
  private static final Address SOMEBODY = new Address("0x" + "b".repeat(40));

  private static final String REQUIREMENTS =
      """
      {"scheme":"exact","network":"eip155:1","asset":"%1$s","payTo":"%1$s","amount":"1",\
      "maxTimeoutSeconds":60}\
      """
          .formatted(SOMEBODY.hex());

  private static final String PAYLOAD =
      "{\"x402Version\":2,\"accepted\":%s,\"payload\":{}}".formatted(REQUIREMENTS);

  @TempDir private Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(CLOSES.minusSeconds(600));
  private final AtomicInteger questions = new AtomicInteger();
  private final Chain chain = new Chain(new AtomicInteger());
  private Db db;
  private LedgerPayments payments;
  private PaymentGate gate;

  /** Counts what the ledger is asked. */
  private record Asked(Db real, AtomicInteger questions) implements Db {

    @Override
    public <T> T write(Work<T> work) {
      return counted(real.write(work));
    }

    @Override
    public <T> T read(Work<T> work) {
      return counted(real.read(work));
    }

    private <T> T counted(T answer) {
      int ignored = questions.incrementAndGet();
      return answer;
    }

    @Override
    public long changeCounter() {
      return real.changeCounter();
    }

    @Override
    public void copy(Path file, Runnable meanwhile) {
      real.copy(file, meanwhile);
    }

    @Override
    public void close() {
      real.close();
    }
  }

  /** A chain on which no authorization is used and every window that was looked at is closed. */
  private record Chain(AtomicInteger looks) implements ChainWitness {

    @Override
    public Before before(PaymentKey key) {
      return new Before(1, false);
    }

    @Override
    public Sighting look(PaymentRecord payment, Optional<String> told) {
      int ignored = looks.incrementAndGet();
      return new Sighting.Expired();
    }

    @Override
    public Sighting await(PaymentRecord payment, Optional<String> told, long confirmations) {
      return look(payment, told);
    }
  }

  /** Nobody presents anything here, and nothing is settled. */
  private record Nobody() implements PaymentScheme, Facilitator {

    @Override
    public Authorization authorization(PaymentPayload payment) {
      throw new AssertionError("nothing is presented");
    }

    @Override
    public Optional<Reason> objection(
        PaymentPayload payment, PaymentRequirements requirements, Instant at) {
      throw new AssertionError("nothing is presented");
    }

    @Override
    public VerifyResponse verify(PaymentPayload payment, PaymentRequirements requirements) {
      throw new AssertionError("nothing is to be verified");
    }

    @Override
    public SettleResponse settle(PaymentPayload payment, PaymentRequirements requirements) {
      throw new AssertionError("nothing is to be settled");
    }

    @Override
    public Supported supported() {
      throw new AssertionError("nobody asks");
    }
  }

  /** A ledger of the last version with {@code more} in it, opened by this one. */
  private void open(String name, Db.Work<Integer> more) {
    Path file = folder.resolve(name);
    var before =
        new Migrations(
            Migrations.NODE.folder(), Migrations.NODE.scripts().stream().limit(3).toList());
    try (Db old = SqliteDb.open(file, before)) {
      int made = old.write(tx -> fill(tx) + more.in(tx));
      assertThat(made).isGreaterThanOrEqualTo(REFUSED);
    }
    db = new Asked(SqliteDb.open(file, Migrations.NODE), questions);
    InstantSource clock = now::get;
    payments = new LedgerPayments(db, clock);
    var settling = new SettlePayment(payments, new Nobody(), chain, Policy.DEFAULT, clock);
    gate = new PaymentGate(payments, new Nobody(), chain, settling, clock);
  }

  @BeforeEach
  void open() {
    open("node.db", tx -> 0);
  }

  @AfterEach
  void close() {
    db.close();
  }

  private static int fill(Tx tx) {
    int ignored =
        tx.update(
                "insert into dataset (id, owner, group_id, membership, public_log, created)"
                    + " values ('pi', '0x01', 'group', 'approval', 1, 0)")
            + tx.update(
                "insert into offer (hash, dataset, seq, from_version, to_version, valid_until,"
                    + " requirements, created) values ('offer', 'pi', 1, 1, 1, 0, '{}', 0)");
    int made = 0;
    for (int i = 0; i < REFUSED; i++) {
      made += payment(tx, i, "{\"is\":\"rejected\",\"reason\":\"no\",\"permanent\":false}", 0, 0);
    }
    return made;
  }

  private static int payment(Tx tx, int number, String state, int asked, int committed) {
    return tx.update(
        "insert into payment (network, asset, payer, nonce, offer, committed, pay_to, amount,"
            + " valid_after, valid_before, payload, requirements, seen_at, asked, state, is_over,"
            + " changed, created) values ('eip155:1', ?, ?, ?, 'offer', ?, ?, '1', 0, ?, ?, ?, 0,"
            + " ?, ?, 0, 0, ?)",
        SOMEBODY.hex(),
        SOMEBODY.hex(),
        nonce(number),
        committed,
        SOMEBODY.hex(),
        CLOSES.getEpochSecond(),
        PAYLOAD,
        REQUIREMENTS,
        asked,
        state,
        number);
  }

  private static String nonce(int number) {
    return "0x" + "%064x".formatted(number);
  }

  private int asked(Runnable work) {
    int before = questions.get();
    work.run();
    return questions.get() - before;
  }

  private void pass() {
    assertThat(gate.reconcile()).isZero();
  }

  private void quickPass() {
    assertThat(gate.reconcileUnsettled()).isZero();
  }

  @Test
  void while_their_windows_are_open_a_pass_asks_the_ledger_once_and_the_chain_nothing() {
    assertThat(asked(this::pass)).isOne();
    assertThat(asked(this::quickPass)).isOne();
    assertThat(asked(() -> assertThat(payments.underWay(SOMEBODY)).isEmpty())).isOne();
    assertThat(chain.looks()).hasValue(0);
  }

  @Test
  void when_their_windows_have_closed_each_is_looked_at_once_and_never_again() {
    now.set(CLOSES);
    assertThat(asked(this::quickPass)).isOne();
    pass();
    assertThat(chain.looks()).hasValue(REFUSED);
    assertThat(asked(this::pass)).isOne();
    assertThat(chain.looks()).hasValue(REFUSED);
  }

  @Test
  void those_of_the_last_version_that_a_stranger_may_settle_are_still_found() {
    db.close();
    open(
        "more.db",
        tx ->
            payment(tx, 6_001, "{\"is\":\"rejected\",\"permanent\":false}", 1, 0)
                + payment(tx, 6_002, "{\"is\":\"verified\"}", 0, 1)
                + payment(tx, 6_003, "{\"is\":\"settling\"}", 1, 0)
                + payment(tx, 6_004, "{\"is\":\"settled\"}", 0, 0)
                + payment(tx, 6_005, "{\"is\":\"fulfilled\",\"permanent\":false}", 1, 1));
    List<String> nonces = payments.open(now.get()).stream().map(key -> key.nonce().hex()).toList();
    assertThat(nonces)
        .containsExactly(nonce(6_001), nonce(6_002), nonce(6_003), nonce(6_004), nonce(6_005));
    assertThat(payments.unsettled()).hasSize(2);
    assertThat(payments.underWay(SOMEBODY)).hasSize(3);
  }
}
