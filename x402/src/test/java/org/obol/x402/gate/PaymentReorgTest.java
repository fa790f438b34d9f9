package org.obol.x402.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.obol.x402.gate.GateAnswer.Proof;
import org.obol.x402.gate.PaymentStoreContractTest.Access;

/** What becomes of a fulfilled payment when the chain takes it back. */
final class PaymentReorgTest {

  private final GateRig rig = new GateRig();
  private final Buyer buyer = rig.aware(1);

  @Test
  void a_settlement_that_moves_to_another_block_changes_nothing() {
    bought();
    rig.chain.reorganise(2, true);
    rig.mine(ModelChain.FINALITY);
    assertThat(rig.reconcile()).isZero();
    assertThat(rig.state(buyer).isOver()).isTrue();
    assertThat(rig.facilitator.asked).hasValue(1);
  }

  @Test
  void a_settlement_that_was_taken_back_is_repeated_while_it_is_valid() {
    bought();
    rig.chain.reorganise(2, false);
    assertThat(rig.chain.paid(buyer.key())).isEmpty();
    assertThat(rig.reconcile()).isZero();
    assertThat(rig.chain.paid(buyer.key())).isPresent();
    rig.mine(ModelChain.FINALITY);
    assertThat(rig.reconcile()).isZero();
    assertThat(rig.state(buyer))
        .isInstanceOfSatisfying(
            PaymentState.Fulfilled.class, f -> assertThat(f.permanent()).isTrue());
    assertThat(rig.payments.goods().values())
        .extracting(MemoryPayments.Goods::access)
        .containsExactly(Access.OPEN);
  }

  @Test
  void what_was_taken_back_while_the_process_was_dead_is_not_fulfilled() {
    rig.kill.at(KillPoint.SETTLED.after());
    assertThat(org.assertj.core.api.Assertions.catchThrowable(this::bought))
        .isInstanceOf(Killed.class);
    rig.chain.reorganise(2, false);
    rig.restart();
    assertThat(rig.reconcile()).isZero();
    assertThat(rig.payments.goods()).isEmpty();
    rig.clock.forward(61);
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.CLAIM));
    assertThat(rig.chain.paid(buyer.key())).isPresent();
  }

  @Test
  void it_is_not_repeated_at_every_look() {
    bought();
    rig.chain.reorganise(2, false);
    rig.facilitator.settles = ModelFacilitator.Settles.BREAKS_OFF;
    for (int i = 0; i < 5; i++) {
      assertThat(rig.reconcile()).isZero();
    }
    assertThat(rig.facilitator.asked).hasValue(2);
    rig.clock.forward(61);
    assertThat(rig.reconcile()).isZero();
    assertThat(rig.facilitator.asked).hasValue(3);
  }

  @Test
  void once_it_can_never_be_repeated_the_goods_are_locked() {
    bought();
    rig.chain.reorganise(2, false);
    rig.facilitator.settles = ModelFacilitator.Settles.FAILS;
    assertThat(rig.reconcile()).isZero();
    assertThat(rig.state(buyer)).isInstanceOf(PaymentState.Fulfilled.class);
    rig.expire();
    assertThat(rig.reconcile()).isZero();
    assertThat(rig.present(buyer.presents())).isInstanceOf(GateAnswer.Suspended.class);
    assertThat(rig.payments.goods().values())
        .extracting(MemoryPayments.Goods::access)
        .containsExactly(Access.LOCKED);
    assertThat(rig.payments.open()).isEmpty();
  }

  @Test
  void a_payer_who_cancels_after_a_reorganisation_loses_the_goods() {
    bought();
    rig.chain.reorganise(2, false);
    rig.chain.send(buyer.authorization(), java.util.Optional.empty());
    rig.mine(1);
    assertThat(rig.reconcile()).isZero();
    assertThat(rig.state(buyer)).isInstanceOf(PaymentState.Fulfilled.class);
    rig.expire();
    assertThat(rig.reconcile()).isZero();
    assertThat(rig.state(buyer)).isInstanceOf(PaymentState.Suspended.class);
  }

  @Test
  void a_chain_that_is_away_while_guarding_changes_nothing() {
    bought();
    rig.witness.blind = true;
    assertThat(rig.reconcile()).isOne();
    assertThat(rig.state(buyer)).isInstanceOf(PaymentState.Fulfilled.class);
  }

  private void bought() {
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.FIRST));
  }
}
