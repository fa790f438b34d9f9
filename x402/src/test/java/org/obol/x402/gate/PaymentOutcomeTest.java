package org.obol.x402.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.x402.gate.GateAnswer.Proof;
import org.obol.x402.gate.ModelFacilitator.Settles;
import org.obol.x402.gate.ModelFacilitator.Verifies;
import org.obol.x402.wire.AtomicAmount;

/** What becomes of a payment when facilitator and chain do not say yes at once. */
final class PaymentOutcomeTest {

  private final GateRig rig = new GateRig();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_facilitator_that_is_away_before_settling_costs_nothing_and_a_retry_works(boolean aware) {
    Buyer buyer = aware ? rig.aware(1) : rig.unaware(1);
    rig.facilitator.verifies = Verifies.UNAVAILABLE;
    assertThat(rig.present(buyer.presents())).isInstanceOf(GateAnswer.Unavailable.class);
    assertThat(rig.facilitator.asked).hasValue(0);
    rig.facilitator.verifies = Verifies.HONESTLY;
    assertThat(rig.present(buyer.presents()))
        .matches(a -> GateRig.isPaid(a, aware ? Proof.CLAIM : Proof.FIRST));
  }

  @Test
  void a_chain_that_is_away_at_first_leaves_no_row() {
    Buyer buyer = rig.unaware(1);
    rig.witness.blind = true;
    assertThat(rig.present(buyer.presents())).isInstanceOf(GateAnswer.Unavailable.class);
    assertThat(rig.payments.all()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Settles.class)
  void with_the_chain_out_of_sight_after_asking_the_outcome_is_pending_and_never_refused(
      Settles mood) {
    Buyer buyer = rig.aware(1);
    rig.facilitator.settles = mood;
    rig.facilitator.meanwhile = () -> rig.witness.blind = true;
    assertThat(rig.present(buyer.presents())).isInstanceOf(GateAnswer.Pending.class);
    assertThat(rig.present(buyer.presents())).isInstanceOf(GateAnswer.Pending.class);
    rig.witness.blind = false;
    rig.facilitator.meanwhile = () -> {};
    rig.facilitator.settles = Settles.HONESTLY;
    rig.clock.forward(61);
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.CLAIM));
    assertThat(rig.payments.goods()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Settles.class,
      names = {"SENDS_AND_BREAKS_OFF", "BREAKS_OFF", "SENDS_AND_NAMES", "SENDS_LATER"})
  void an_unknown_outcome_is_pending_until_the_chain_tells(Settles mood) {
    Buyer buyer = rig.aware(1);
    rig.witness.patience = 0;
    rig.facilitator.settles = mood;
    assertThat(rig.present(buyer.presents())).isInstanceOf(GateAnswer.Pending.class);
    assertThat(rig.present(buyer.presents())).isInstanceOf(GateAnswer.Pending.class);
    assertThat(rig.facilitator.asked).hasValue(1);
    rig.facilitator.send();
    rig.facilitator.settles = Settles.HONESTLY;
    rig.mine(1);
    rig.clock.forward(61);
    assertThat(rig.reconcile()).isZero();
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.CLAIM));
    assertThat(rig.payments.goods()).hasSize(1);
  }

  @Test
  void success_without_a_transaction_is_looked_for_on_the_chain() {
    Buyer buyer = rig.unaware(1);
    rig.facilitator.settles = Settles.SUCCEEDS_WITHOUT_NAME;
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.FIRST));
  }

  @Test
  void an_unnamed_success_that_is_not_mined_names_no_transaction() {
    Buyer buyer = rig.unaware(1);
    rig.facilitator.settles = Settles.SUCCEEDS_WITHOUT_NAME;
    rig.facilitator.meanwhile = () -> rig.witness.blind = true;
    assertThat(rig.present(buyer.presents()))
        .isEqualTo(
            new GateAnswer.Pending<>(
                rig.payments.find(buyer.key()).orElseThrow(), Optional.empty()));
  }

  @Test
  void a_refusal_by_the_facilitator_may_be_retried_by_the_signer() {
    Buyer buyer = rig.aware(1);
    rig.facilitator.settles = Settles.FAILS;
    assertThat(rig.present(buyer.presents())).isInstanceOf(GateAnswer.Rejected.class);
    rig.facilitator.settles = Settles.HONESTLY;
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.CLAIM));
  }

  @Test
  void an_unaware_client_whose_payment_was_invalid_once_is_first_on_its_retry() {
    Buyer buyer = rig.unaware(1);
    rig.facilitator.verifies = Verifies.INVALID;
    assertThat(rig.present(buyer.presents())).isInstanceOf(GateAnswer.Rejected.class);
    rig.facilitator.verifies = Verifies.HONESTLY;
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.FIRST));
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.NONE));
  }

  @Test
  void nothing_is_settled_for_a_stranger_who_could_be_given_nothing() {
    Buyer claimed = rig.aware(1);
    rig.facilitator.verifies = Verifies.INVALID;
    assertThat(rig.present(claimed.presents())).isInstanceOf(GateAnswer.Rejected.class);
    rig.facilitator.verifies = Verifies.HONESTLY;
    assertThat(rig.present(claimed.copied())).isInstanceOf(GateAnswer.Rejected.class);
    assertThat(rig.facilitator.asked).hasValue(0);

    Buyer asked = rig.unaware(2);
    rig.facilitator.settles = Settles.FAILS;
    assertThat(rig.present(asked.presents())).isInstanceOf(GateAnswer.Rejected.class);
    rig.facilitator.settles = Settles.HONESTLY;
    assertThat(rig.present(asked.copied())).isInstanceOf(GateAnswer.Rejected.class);
    assertThat(rig.facilitator.asked).hasValue(1);
  }

  @Test
  void a_lying_facilitator_that_sends_after_all_is_found_out() {
    Buyer buyer = rig.aware(1);
    rig.facilitator.settles = Settles.FAILS_AND_SENDS_LATER;
    assertThat(rig.present(buyer.presents())).isInstanceOf(GateAnswer.Rejected.class);
    rig.facilitator.send();
    rig.mine(1);
    assertThat(rig.reconcile()).isZero();
    assertThat(rig.state(buyer)).isInstanceOf(PaymentState.Fulfilled.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void who_retries_after_a_lie_is_not_sent_away_to_pay_again(boolean aware) {
    Buyer buyer = aware ? rig.aware(1) : rig.unaware(1);
    rig.facilitator.settles = Settles.FAILS_AND_SENDS_LATER;
    assertThat(rig.present(buyer.presents())).isInstanceOf(GateAnswer.Rejected.class);
    rig.facilitator.send();
    rig.mine(1);
    // Its window is closed by now, which does not matter any more.
    rig.clock.forward(700);
    assertThat(rig.present(buyer.presents()))
        .matches(a -> GateRig.isPaid(a, aware ? Proof.CLAIM : Proof.NONE));
    assertThat(rig.facilitator.asked).hasValue(1);
  }

  @Test
  void reconciling_settles_nothing_that_was_never_asked_for() {
    Buyer buyer = rig.aware(1);
    rig.kill.at(KillPoint.VERIFIED.after());
    killed(() -> rig.present(buyer.presents()));
    rig.restart();
    assertThat(rig.reconcile()).isZero();
    assertThat(rig.facilitator.asked).hasValue(0);
    Buyer again = buyer.withNonce(rig.unaware(2).key().nonce());
    assertThat(rig.present(again.presents())).matches(a -> GateRig.isPaid(a, Proof.FIRST));
    assertThat(rig.reconcile()).isZero();
    assertThat(rig.chain.paid(buyer.key())).isEmpty();
    assertThat(rig.present(buyer.presents())).isInstanceOf(GateAnswer.Declined.class);
    assertThat(rig.facilitator.asked).hasValue(1);
  }

  @Test
  void a_refused_payment_is_not_begun_again_for_what_cannot_be_sold_any_more() {
    Buyer buyer = rig.aware(1);
    rig.facilitator.settles = Settles.FAILS;
    assertThat(rig.present(buyer.presents())).isInstanceOf(GateAnswer.Rejected.class);
    rig.facilitator.settles = Settles.HONESTLY;
    rig.shop.closed = Optional.of("withdrawn");
    assertThat(rig.present(buyer.presents())).isEqualTo(new GateAnswer.Declined<>("withdrawn"));
    assertThat(rig.facilitator.asked).hasValue(1);
  }

  @Test
  void a_transaction_that_was_named_once_is_still_ours_when_we_asked_again() {
    var house = new GateRig(GateRig.sharedPayee());
    Buyer buyer = house.unaware(1);
    house.witness.patience = 0;
    house.facilitator.settles = Settles.SENDS_AND_NAMES;
    assertThat(house.present(buyer.presents())).isInstanceOf(GateAnswer.Pending.class);
    house.clock.forward(61);
    house.facilitator.settles = Settles.FAILS;
    house.kill.at("before settle");
    killed(house::reconcile);
    house.restart();
    house.mine(1);
    assertThat(house.reconcile()).isZero();
    assertThat(house.state(buyer)).isInstanceOf(PaymentState.Fulfilled.class);
  }

  @Test
  void an_expired_payment_that_was_never_mined_is_over() {
    Buyer buyer = rig.aware(1);
    rig.witness.patience = 0;
    rig.facilitator.settles = Settles.BREAKS_OFF;
    assertThat(rig.present(buyer.presents())).isInstanceOf(GateAnswer.Pending.class);
    rig.expire();
    assertThat(rig.reconcile()).isZero();
    assertThat(rig.state(buyer).isOver()).isTrue();
    assertThat(rig.present(buyer.presents())).isInstanceOf(GateAnswer.Rejected.class);
    rig.facilitator.settles = Settles.HONESTLY;
    assertThat(rig.present(rig.unaware(1).presents())).matches(a -> GateRig.isPaid(a, Proof.FIRST));
  }

  @Test
  void a_dear_thing_waits_for_more_confirmations() {
    var tier = new Policy.Tier(AtomicAmount.of(500), 3);
    var dear = new Policy.Tier(AtomicAmount.of(500_000), 12);
    var house = new GateRig(new Policy(List.of(dear, tier), true, Duration.ofMinutes(1)));
    Buyer buyer = house.aware(1);
    house.witness.patience = 0;
    assertThat(house.present(buyer.presents())).isInstanceOf(GateAnswer.Pending.class);
    house.mine(1);
    assertThat(house.present(buyer.presents())).isInstanceOf(GateAnswer.Pending.class);
    assertThat(house.payments.goods()).isEmpty();
    house.mine(1);
    assertThat(house.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.CLAIM));
    assertThat(house.facilitator.asked).hasValue(1);
  }

  @Test
  void a_dear_thing_that_was_outrun_before_we_asked_is_pending_until_it_is_deep_enough() {
    var tier = new Policy.Tier(AtomicAmount.of(500), 3);
    var house = new GateRig(new Policy(List.of(tier), true, Duration.ofMinutes(1)));
    Buyer buyer = house.aware(1);
    house.witness.patience = 0;
    house.facilitator.meanwhile =
        () -> {
          house.facilitator.meanwhile = () -> {};
          house.chain.transfer(buyer.authorization());
          house.mine(1);
        };
    assertThat(house.present(buyer.presents())).isInstanceOf(GateAnswer.Pending.class);
    assertThat(house.present(buyer.presents())).isInstanceOf(GateAnswer.Pending.class);
    house.mine(2);
    assertThat(house.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.CLAIM));
    assertThat(house.facilitator.asked).hasValue(0);
  }

  @Test
  void one_payment_that_cannot_be_reconciled_does_not_keep_the_others_waiting() {
    Buyer broken = rig.aware(1);
    Buyer buyer = rig.aware(2);
    rig.witness.patience = 0;
    rig.facilitator.settles = Settles.SENDS_AND_BREAKS_OFF;
    assertThat(rig.present(broken.presents())).isInstanceOf(GateAnswer.Pending.class);
    assertThat(rig.present(buyer.presents())).isInstanceOf(GateAnswer.Pending.class);
    rig.mine(1);
    rig.payments.onFulfil =
        p -> {
          if (p.key().equals(broken.key())) {
            throw new IllegalStateException("no such offer");
          }
        };
    assertThat(org.assertj.core.api.Assertions.catchThrowable(rig::reconcile))
        .hasMessage("no such offer");
    assertThat(rig.state(buyer)).isInstanceOf(PaymentState.Fulfilled.class);
  }

  private static void killed(Runnable work) {
    assertThat(org.assertj.core.api.Assertions.catchThrowable(work::run))
        .isInstanceOf(Killed.class);
  }
}
