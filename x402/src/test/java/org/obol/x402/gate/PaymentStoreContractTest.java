package org.obol.x402.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Address;
import org.obol.x402.gate.PaymentStore.Claimed;

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

  /** The store under test. */
  protected abstract PaymentStore store();

  /** Closes the store and opens it again. */
  protected abstract void reopen();

  /** What the goods of that name are worth now. */
  protected abstract Access access(String goods);

  /** How many goods were ever granted. */
  protected abstract int granted();

  /** Ends the access to those goods, as an owner does. */
  protected abstract void takeAway(String goods);

  /** A fresh token for the goods of that name. */
  protected abstract String token(String goods);

  /** Whether a token opens what it was issued for. */
  protected abstract boolean opens(String token);

  @Test
  void a_payment_is_claimed_once() {
    PaymentRecord first = ContractPayments.payment(1);
    assertThat(store().claim(first)).isEqualTo(new Claimed.New());
    PaymentRecord second =
        first.boundTo(ContractPayments.binding(OTHER, Optional.empty()), first.requirements());
    assertThat(store().claim(second)).isEqualTo(new Claimed.Known(first));
    assertThat(store().find(first.key())).contains(first);
    assertThat(store().find(ContractPayments.payment(2).key())).isEmpty();
  }

  @Test
  void of_fifty_threads_that_claim_one_payment_one_writes_it() {
    long written =
        Together.times(50, i -> store().claim(ContractPayments.payment(1))).stream()
            .filter(Claimed.New.class::isInstance)
            .count();
    assertThat(written).isOne();
  }

  @Test
  void a_payment_identifier_belongs_to_one_payment() {
    assertThat(store().claim(ContractPayments.named(1, "name-of-a-payment")))
        .isEqualTo(new Claimed.New());
    assertThat(store().claim(ContractPayments.named(2, "name-of-a-payment")))
        .isEqualTo(new Claimed.IdTaken());
    assertThat(store().find(ContractPayments.payment(2).key())).isEmpty();
    // The same payment again is known, whatever it is called.
    assertThat(store().claim(ContractPayments.named(1, "name-of-a-payment")))
        .isInstanceOf(Claimed.Known.class);
  }

  @Test
  void of_fifty_threads_that_claim_one_identifier_one_gets_it() {
    long written =
        Together.times(50, i -> store().claim(ContractPayments.named(i + 1, "name-of-a-payment")))
            .stream()
            .filter(Claimed.New.class::isInstance)
            .count();
    assertThat(written).isOne();
  }

  @Test
  void a_payment_advances_only_from_the_state_it_is_in() {
    PaymentRecord received = claimed(1);
    assertThat(store().advance(received, new PaymentState.Verified())).isTrue();
    assertThat(store().advance(received, ContractPayments.settling())).isFalse();
    assertThat(state(1)).isEqualTo(new PaymentState.Verified());
    assertThat(
            store().advance(received.in(new PaymentState.Verified()), ContractPayments.settling()))
        .isTrue();
    assertThat(state(1)).isEqualTo(ContractPayments.settling());
  }

  @Test
  void every_state_is_read_as_it_was_written() {
    PaymentRecord now = claimed(1);
    for (PaymentState next : ContractPayments.states()) {
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
    assertThat(store().advance(received, ContractPayments.settling())).isTrue();
    PaymentRecord asked = received.in(ContractPayments.settling());
    assertThat(store().advance(asked, ContractPayments.rejected(false))).isTrue();
    assertThat(store().advance(asked.in(ContractPayments.rejected(false)), received.state()))
        .isTrue();
    assertThat(store().find(received.key()).orElseThrow().asked()).isTrue();
  }

  @Test
  void of_fifty_threads_that_advance_a_payment_one_does() {
    PaymentRecord received = claimed(1);
    long done =
        Together.times(50, i -> store().advance(received, ContractPayments.rejected(i % 2 == 0)))
            .stream()
            .filter(moved -> moved)
            .count();
    assertThat(done).isOne();
  }

  @Test
  void a_settled_payment_is_fulfilled_once() {
    settled(1);
    var answers =
        Together.times(
            50,
            i -> store().fulfil(ContractPayments.payment(1).key(), ContractPayments.SETTLEMENT));
    assertThat(granted()).isOne();
    assertThat(answers).containsOnly(store().find(ContractPayments.payment(1).key()).orElseThrow());
    assertThat(access(goods(1))).isEqualTo(Access.OPEN);
  }

  @Test
  void a_payment_that_is_not_settled_is_not_fulfilled() {
    PaymentRecord received = claimed(1);
    assertThat(store().fulfil(received.key(), ContractPayments.SETTLEMENT)).isEqualTo(received);
    assertThat(granted()).isZero();
  }

  @Test
  void suspending_locks_the_goods_and_ends_the_payment() {
    fulfilled(1);
    String goods = goods(1);
    String token = token(goods);
    assertThat(opens(token)).isTrue();
    PaymentRecord suspended = store().suspend(ContractPayments.payment(1).key());
    assertThat(suspended.state()).isEqualTo(new PaymentState.Suspended(goods));
    reopen();
    assertThat(access(goods)).isEqualTo(Access.LOCKED);
    assertThat(opens(token)).isFalse();
    assertThat(store().open(Instant.MAX)).isEmpty();
    assertThat(store().suspend(ContractPayments.payment(1).key())).isEqualTo(suspended);
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
    PaymentRecord right = ContractPayments.rebound(1, Optional.empty());
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
  void rebinding_opens_nothing_again_that_was_taken_from_the_payer() {
    fulfilled(1);
    String goods = goods(1);
    takeAway(goods);
    PaymentRecord right = store().rebind(ContractPayments.rebound(1, Optional.empty()));
    assertThat(right.state()).isInstanceOf(PaymentState.Fulfilled.class);
    reopen();
    assertThat(goods(1)).isEqualTo(goods);
    assertThat(access(goods)).isEqualTo(Access.REVOKED);
    assertThat(granted()).isOne();
  }

  @Test
  void rebinding_before_fulfilment_grants_nothing_yet_and_then_the_right_goods() {
    settled(1);
    PaymentRecord right = store().rebind(ContractPayments.rebound(1, Optional.empty()));
    assertThat(granted()).isZero();
    PaymentRecord done = store().fulfil(right.key(), ContractPayments.SETTLEMENT);
    assertThat(done.binding().offer()).isEqualTo(OTHER);
    assertThat(granted()).isOne();
  }

  @Test
  void rebinding_a_suspended_payment_takes_back_what_a_thief_could_get_unlocked() {
    fulfilled(1);
    String stolen = goods(1);
    PaymentRecord suspended = store().suspend(ContractPayments.payment(1).key());
    PaymentRecord right = store().rebind(ContractPayments.rebound(1, Optional.empty()));
    assertThat(right.state()).isEqualTo(suspended.state());
    assertThat(access(stolen)).isEqualTo(Access.REVOKED);
    assertThat(granted()).isOne();
  }

  @Test
  void rebinding_keeps_an_identifier_that_is_its_own() {
    PaymentRecord copied = ContractPayments.named(1, "name-of-a-payment");
    assertThat(store().claim(copied)).isEqualTo(new Claimed.New());
    PaymentRecord right =
        store().rebind(ContractPayments.rebound(1, Optional.of("name-of-a-payment")));
    assertThat(right.binding().paymentId()).contains("name-of-a-payment");
    reopen();
    assertThat(store().find(right.key())).contains(right);
    assertThat(store().claim(ContractPayments.named(2, "name-of-a-payment")))
        .isEqualTo(new Claimed.IdTaken());
  }

  @Test
  void rebinding_says_truly_that_an_identifier_belongs_to_another_payment() {
    assertThat(store().claim(ContractPayments.named(2, "name-of-a-payment")))
        .isEqualTo(new Claimed.New());
    claimed(1);
    PaymentRecord right =
        store().rebind(ContractPayments.rebound(1, Optional.of("name-of-a-payment")));
    assertThat(right.binding().paymentId()).isEmpty();
    assertThat(store().find(right.key())).contains(right);
  }

  @Test
  void open_payments_are_those_that_are_not_over_oldest_first() {
    for (int i = 4; i >= 1; i--) {
      claimed(i);
    }
    assertThat(store().advance(ContractPayments.payment(2), ContractPayments.rejected(true)))
        .isTrue();
    assertThat(store().advance(ContractPayments.payment(3), ContractPayments.rejected(false)))
        .isTrue();
    reopen();
    assertThat(store().open(closed())).isEqualTo(keys(1, 3, 4));
  }

  /** Protocol section 7: which transfers count that were made by strangers. */
  @Test
  void of_what_no_transfer_counts_for_there_is_no_news_until_its_window_closes() {
    claimed(1);
    assertThat(store().advance(claimed(2), new PaymentState.Verified())).isTrue();
    assertThat(store().advance(claimed(3), ContractPayments.rejected(false))).isTrue();
    assertThat(store().advance(claimed(4), ContractPayments.rejected(false))).isTrue();
    assertThat(store().rebind(ContractPayments.rebound(4, Optional.empty())).isIdle()).isFalse();
    assertThat(store().advance(claimed(5), ContractPayments.settling())).isTrue();
    PaymentRecord asked = ContractPayments.payment(5).in(ContractPayments.settling());
    assertThat(store().advance(asked, ContractPayments.rejected(false))).isTrue();
    settled(6);
    fulfilled(7);
    assertThat(store().claim(ContractPayments.committed(8))).isEqualTo(new Claimed.New());
    reopen();
    assertThat(store().open(Instant.EPOCH)).isEqualTo(keys(4, 5, 6, 7, 8));
    assertThat(store().open(closed().minusNanos(1))).isEqualTo(keys(4, 5, 6, 7, 8));
    assertThat(store().open(closed())).isEqualTo(keys(1, 2, 3, 4, 5, 6, 7, 8));
  }

  @Test
  void unsettled_and_under_way_are_told_by_the_state() {
    PaymentState[] states = ContractPayments.states();
    for (int i = 0; i < states.length; i++) {
      assertThat(store().advance(claimed(i + 1), states[i])).isTrue();
    }
    fulfilled(states.length + 1);
    reopen();
    assertThat(store().unsettled()).isEqualTo(keys(2, 3, 4));
    assertThat(states).hasSize(7);
    for (int number : new int[] {1, 2, 3, 4, 6}) {
      assertThat(store().underWay(payer(number))).isEqualTo(keys(number));
    }
    for (int number : new int[] {5, 7, 8, 9}) {
      assertThat(store().underWay(payer(number))).isEmpty();
    }
  }

  private static Instant closed() {
    return ContractPayments.payment(1).authorization().validBefore();
  }

  private static Address payer(int number) {
    return ContractPayments.payment(number).key().payer();
  }

  private static List<PaymentKey> keys(int... numbers) {
    return IntStream.of(numbers).mapToObj(n -> ContractPayments.payment(n).key()).toList();
  }

  private PaymentRecord claimed(int number) {
    assertThat(store().claim(ContractPayments.payment(number))).isEqualTo(new Claimed.New());
    return ContractPayments.payment(number);
  }

  private void settled(int number) {
    PaymentState settled = new PaymentState.Settled(ContractPayments.SETTLEMENT);
    assertThat(store().advance(claimed(number), settled)).isTrue();
  }

  private void fulfilled(int number) {
    settled(number);
    assertThat(
            store()
                .fulfil(ContractPayments.payment(number).key(), ContractPayments.SETTLEMENT)
                .state())
        .isInstanceOf(PaymentState.Fulfilled.class);
  }

  private PaymentState state(int number) {
    return store().find(ContractPayments.payment(number).key()).orElseThrow().state();
  }

  private String goods(int number) {
    return ((PaymentState.Fulfilled) state(number)).goods();
  }
}
