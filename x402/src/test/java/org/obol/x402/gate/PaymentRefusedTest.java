package org.obol.x402.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.x402.gate.GateAnswer.Proof;
import org.obol.x402.gate.ModelFacilitator.Settles;
import org.obol.x402.gate.ModelFacilitator.Verifies;

/**
 * What refused payments cost, of which anybody can sign as many as they like, and what they do not
 * lose.
 */
final class PaymentRefusedTest {

  private final GateRig rig = new GateRig();

  /** Rows that cost their maker nothing must not cost us questions until their windows close. */
  @Test
  void a_refused_payment_that_nothing_on_the_chain_could_make_count_is_not_looked_at() {
    Buyer buyer = rig.unaware(1);
    rig.facilitator.verifies = Verifies.INVALID;
    assertThat(rig.present(buyer.presents())).isInstanceOf(GateAnswer.Rejected.class);
    int looks = rig.witness.looks.get();
    assertThat(rig.reconcile()).isZero();
    assertThat(rig.reconcile()).isZero();
    assertThat(rig.witness.looks).hasValue(looks);
    rig.expire();
    assertThat(rig.reconcile()).isZero();
    assertThat(rig.witness.looks).hasValueGreaterThan(looks);
    assertThat(rig.payments.open()).isEmpty();
  }

  @Test
  void a_pass_over_5000_refused_payments_reads_none_of_them_until_their_windows_close() {
    rig.facilitator.verifies = Verifies.INVALID;
    for (int i = 1; i <= 5_000; i++) {
      assertThat(rig.present(rig.unaware(i).presents())).isInstanceOf(GateAnswer.Rejected.class);
    }
    rig.facilitator.verifies = Verifies.HONESTLY;
    int reads = rig.payments.reads.get();
    assertThat(rig.reconcile()).isZero();
    assertThat(rig.running().reconcileUnsettled()).isZero();
    assertThat(rig.payments.reads).hasValue(reads);

    rig.expire();
    assertThat(rig.reconcile()).isZero();
    assertThat(rig.payments.open()).isEmpty();
    reads = rig.payments.reads.get();
    assertThat(rig.reconcile()).isZero();
    assertThat(rig.payments.reads).hasValue(reads);
  }

  /** A payer must not be slower to serve for what they have signed before. */
  @Test
  void what_a_payer_was_refused_before_is_not_read_again_for_the_next_payment() {
    rig.facilitator.verifies = Verifies.INVALID;
    Buyer buyer = rig.unaware(1);
    for (int i = 2; i <= 50; i++) {
      Buyer again = buyer.withNonce(rig.unaware(i).key().nonce());
      assertThat(rig.present(again.presents())).isInstanceOf(GateAnswer.Rejected.class);
    }
    rig.facilitator.verifies = Verifies.HONESTLY;
    int reads = rig.payments.reads.get();
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.FIRST));
    assertThat(rig.payments.reads.get() - reads).isLessThan(10);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_refused_payment_that_a_stranger_settles_is_found_and_served(boolean asked) {
    Buyer buyer = asked ? rig.unaware(1) : rig.aware(1);
    rig.facilitator.verifies = asked ? Verifies.HONESTLY : Verifies.INVALID;
    rig.facilitator.settles = Settles.FAILS;
    assertThat(rig.present(buyer.presents())).isInstanceOf(GateAnswer.Rejected.class);
    assertThat(rig.reconcile()).isZero();
    assertThat(rig.chain.transfer(buyer.authorization())).isNotEmpty();
    rig.mine(1);
    assertThat(rig.reconcile()).isZero();
    assertThat(rig.state(buyer)).isInstanceOf(PaymentState.Fulfilled.class);
    assertThat(rig.payments.goods()).hasSize(1);
  }
}
