package org.obol.x402.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Sha256;
import org.obol.x402.gate.PaymentStore.Claimed;
import org.obol.x402.wire.Reason;

/** What every memory of payments must do. */
public abstract class PaymentStoreContractTest {

  /** What became of granted goods. */
  public enum Access {
    OPEN,
    LOCKED,
    REVOKED
  }

  /** Names of two offers that the store knows. */
  protected static final String OFFER = "offer-a";

  protected static final String OTHER = "offer-b";

  private static final Instant NOW = Instant.parse("2026-06-14T12:00:00Z");
  private static final Settlement SETTLEMENT = new Settlement("0x" + "7a".repeat(32), 42);

  /** The store under test. */
  protected abstract PaymentStore store();

  /** Closes the store and opens it again. */
  protected abstract void reopen();

  /** What the goods of that name are worth now. */
  protected abstract Access access(String goods);

  /** How many goods were ever granted. */
  protected abstract int granted();

  /** A fresh token for the goods of that name. */
  protected abstract String token(String goods);

  /** Whether a token opens what it was issued for. */
  protected abstract boolean opens(String token);

  @Test
  void a_payment_is_claimed_once() {
    PaymentRecord first = payment(1);
    assertThat(store().claim(first)).isEqualTo(new Claimed.New());
    PaymentRecord second = first.boundTo(binding(OTHER, Optional.empty()), first.requirements());
    assertThat(store().claim(second)).isEqualTo(new Claimed.Known(first));
    assertThat(store().find(first.key())).contains(first);
    assertThat(store().find(payment(2).key())).isEmpty();
  }

  @Test
  void of_fifty_threads_that_claim_one_payment_one_writes_it() {
    long written =
        Together.times(50, i -> store().claim(payment(1))).stream()
            .filter(Claimed.New.class::isInstance)
            .count();
    assertThat(written).isOne();
  }

  @Test
  void a_payment_identifier_belongs_to_one_payment() {
    assertThat(store().claim(named(1, "name-of-a-payment"))).isEqualTo(new Claimed.New());
    assertThat(store().claim(named(2, "name-of-a-payment"))).isEqualTo(new Claimed.IdTaken());
    assertThat(store().find(payment(2).key())).isEmpty();
    // The same payment again is known, whatever it is called.
    assertThat(store().claim(named(1, "name-of-a-payment"))).isInstanceOf(Claimed.Known.class);
  }

  @Test
  void of_fifty_threads_that_claim_one_identifier_one_gets_it() {
    long written =
        Together.times(50, i -> store().claim(named(i + 1, "name-of-a-payment"))).stream()
            .filter(Claimed.New.class::isInstance)
            .count();
    assertThat(written).isOne();
  }

  @Test
  void a_payment_advances_only_from_the_state_it_is_in() {
    PaymentRecord received = claimed(1);
    assertThat(store().advance(received, new PaymentState.Verified())).isTrue();
    assertThat(store().advance(received, settling())).isFalse();
    assertThat(state(1)).isEqualTo(new PaymentState.Verified());
    assertThat(store().advance(received.in(new PaymentState.Verified()), settling())).isTrue();
    assertThat(state(1)).isEqualTo(settling());
  }

  @Test
  void every_state_is_read_as_it_was_written() {
    PaymentRecord now = claimed(1);
    for (PaymentState next : states()) {
      assertThat(store().advance(now, next)).isTrue();
      now = now.in(next);
      reopen();
      assertThat(store().find(now.key())).contains(now);
    }
  }

  @Test
  void that_a_facilitator_was_asked_is_never_forgotten() {
    PaymentRecord received = claimed(1);
    assertThat(store().find(received.key()).orElseThrow().asked()).isFalse();
    assertThat(store().advance(received, settling())).isTrue();
    PaymentRecord asked = received.in(settling());
    assertThat(store().advance(asked, rejected(false))).isTrue();
    assertThat(store().advance(asked.in(rejected(false)), received.state())).isTrue();
    assertThat(store().find(received.key()).orElseThrow().asked()).isTrue();
  }

  @Test
  void of_fifty_threads_that_advance_a_payment_one_does() {
    PaymentRecord received = claimed(1);
    long done =
        Together.times(50, i -> store().advance(received, rejected(i % 2 == 0))).stream()
            .filter(moved -> moved)
            .count();
    assertThat(done).isOne();
  }

  @Test
  void a_settled_payment_is_fulfilled_once() {
    settled(1);
    var answers = Together.times(50, i -> store().fulfil(payment(1).key(), SETTLEMENT));
    assertThat(granted()).isOne();
    assertThat(answers).containsOnly(store().find(payment(1).key()).orElseThrow());
    assertThat(access(goods(1))).isEqualTo(Access.OPEN);
  }

  @Test
  void a_payment_that_is_not_settled_is_not_fulfilled() {
    PaymentRecord received = claimed(1);
    assertThat(store().fulfil(received.key(), SETTLEMENT)).isEqualTo(received);
    assertThat(granted()).isZero();
  }

  @Test
  void suspending_locks_the_goods_and_ends_the_payment() {
    fulfilled(1);
    String goods = goods(1);
    String token = token(goods);
    assertThat(opens(token)).isTrue();
    PaymentRecord suspended = store().suspend(payment(1).key());
    assertThat(suspended.state()).isEqualTo(new PaymentState.Suspended(goods));
    reopen();
    assertThat(access(goods)).isEqualTo(Access.LOCKED);
    assertThat(opens(token)).isFalse();
    assertThat(store().open()).isEmpty();
    assertThat(store().suspend(payment(1).key())).isEqualTo(suspended);
  }

  @Test
  void only_a_fulfilled_payment_is_suspended() {
    PaymentRecord received = claimed(1);
    assertThat(store().suspend(received.key())).isEqualTo(received);
  }

  @Test
  void rebinding_takes_back_the_goods_kills_their_tokens_and_grants_the_right_ones() {
    fulfilled(1);
    String stolen = goods(1);
    String token = token(stolen);
    PaymentRecord right = rebound(1, Optional.empty());
    assertThat(store().rebind(right).binding()).isEqualTo(right.binding());
    reopen();
    assertThat(access(stolen)).isEqualTo(Access.REVOKED);
    assertThat(opens(token)).isFalse();
    assertThat(goods(1)).isNotEqualTo(stolen);
    assertThat(access(goods(1))).isEqualTo(Access.OPEN);
    assertThat(opens(token(goods(1)))).isTrue();
    assertThat(store().find(right.key()).orElseThrow().binding()).isEqualTo(right.binding());
  }

  @Test
  void rebinding_before_fulfilment_grants_nothing_yet_and_then_the_right_goods() {
    settled(1);
    PaymentRecord right = store().rebind(rebound(1, Optional.empty()));
    assertThat(granted()).isZero();
    PaymentRecord done = store().fulfil(right.key(), SETTLEMENT);
    assertThat(done.binding().offer()).isEqualTo(OTHER);
    assertThat(granted()).isOne();
  }

  @Test
  void rebinding_a_suspended_payment_takes_back_what_a_thief_could_get_unlocked() {
    fulfilled(1);
    String stolen = goods(1);
    PaymentRecord suspended = store().suspend(payment(1).key());
    PaymentRecord right = store().rebind(rebound(1, Optional.empty()));
    assertThat(right.state()).isEqualTo(suspended.state());
    assertThat(access(stolen)).isEqualTo(Access.REVOKED);
    assertThat(granted()).isOne();
  }

  @Test
  void rebinding_keeps_an_identifier_that_is_its_own() {
    PaymentRecord copied = named(1, "name-of-a-payment");
    assertThat(store().claim(copied)).isEqualTo(new Claimed.New());
    PaymentRecord right = store().rebind(rebound(1, Optional.of("name-of-a-payment")));
    assertThat(right.binding().paymentId()).contains("name-of-a-payment");
    reopen();
    assertThat(store().find(right.key())).contains(right);
    assertThat(store().claim(named(2, "name-of-a-payment"))).isEqualTo(new Claimed.IdTaken());
  }

  @Test
  void rebinding_says_truly_that_an_identifier_belongs_to_another_payment() {
    assertThat(store().claim(named(2, "name-of-a-payment"))).isEqualTo(new Claimed.New());
    claimed(1);
    PaymentRecord right = store().rebind(rebound(1, Optional.of("name-of-a-payment")));
    assertThat(right.binding().paymentId()).isEmpty();
    assertThat(store().find(right.key())).contains(right);
  }

  @Test
  void open_payments_are_those_that_are_not_over_oldest_first() {
    for (int i = 4; i >= 1; i--) {
      claimed(i);
    }
    assertThat(store().advance(payment(2), rejected(true))).isTrue();
    assertThat(store().advance(payment(3), rejected(false))).isTrue();
    reopen();
    assertThat(store().open())
        .extracting(PaymentRecord::key)
        .containsExactly(payment(1).key(), payment(3).key(), payment(4).key());
    assertThat(store().open(payment(3).key().payer()))
        .containsExactly(payment(3).in(rejected(false)));
    assertThat(store().open(payment(2).key().payer())).isEmpty();
  }

  private static PaymentState[] states() {
    return new PaymentState[] {
      new PaymentState.Verified(),
      settling(),
      new PaymentState.Settling(Optional.of(SETTLEMENT.transaction()), NOW.plusNanos(123_456_789)),
      new PaymentState.Settled(SETTLEMENT),
      new PaymentState.Rejected(Reason.of("no", "because"), false),
      new PaymentState.Received(),
      rejected(true)
    };
  }

  private static PaymentState settling() {
    return new PaymentState.Settling(Optional.empty(), NOW);
  }

  private static PaymentState rejected(boolean permanent) {
    return new PaymentState.Rejected(Reason.of("no"), permanent);
  }

  private static Binding binding(String offer, Optional<String> paymentId) {
    return new Binding(offer, Optional.of(Sha256.hash("secret")), paymentId, false);
  }

  /** A payment of the payer of that number, made that many seconds after noon. */
  private static PaymentRecord payment(int number) {
    var offered = new Offered(OFFER, ModelScheme.requirements("a", 1000));
    var payer = new Address("0x" + "%040x".formatted(number));
    var key = new PaymentKey(ModelScheme.NETWORK, ModelScheme.ASSET, payer, Bytes32.ZERO);
    var authorization =
        new Authorization(
            key, ModelScheme.PAYEE, offered.requirements().amount(), NOW, NOW.plusSeconds(600));
    return new PaymentRecord(
        authorization,
        binding(OFFER, Optional.empty()),
        ModelScheme.payment(offered.requirements(), authorization, "signed"),
        offered.requirements(),
        7,
        false,
        new PaymentState.Received(),
        NOW.plusSeconds(number));
  }

  private static PaymentRecord named(int number, String paymentId) {
    PaymentRecord plain = payment(number);
    return plain.boundTo(binding(OFFER, Optional.of(paymentId)), plain.requirements());
  }

  private static PaymentRecord rebound(int number, Optional<String> paymentId) {
    return payment(number)
        .boundTo(
            new Binding(OTHER, Optional.of(Sha256.hash("another secret")), paymentId, true),
            ModelScheme.requirements("b", 1000));
  }

  private PaymentRecord claimed(int number) {
    assertThat(store().claim(payment(number))).isEqualTo(new Claimed.New());
    return payment(number);
  }

  private void settled(int number) {
    PaymentState settled = new PaymentState.Settled(SETTLEMENT);
    assertThat(store().advance(claimed(number), settled)).isTrue();
  }

  private void fulfilled(int number) {
    settled(number);
    assertThat(store().fulfil(payment(number).key(), SETTLEMENT).state())
        .isInstanceOf(PaymentState.Fulfilled.class);
  }

  private PaymentState state(int number) {
    return store().find(payment(number).key()).orElseThrow().state();
  }

  private String goods(int number) {
    return ((PaymentState.Fulfilled) state(number)).goods();
  }
}
