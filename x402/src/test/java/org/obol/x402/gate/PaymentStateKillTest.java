package org.obol.x402.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.obol.x402.gate.GateAnswer.Proof;
import org.obol.x402.gate.ModelFacilitator.Settles;
import org.obol.x402.gate.PaymentStoreContractTest.Access;

/**
 * Invariant 1, exhaustively: for each state of a payment, a process that dies right before and
 * right after storing it, and a client that retries.
 */
final class PaymentStateKillTest {

  private final GateRig rig = new GateRig();

  static Stream<Arguments> matrix() {
    return Arrays.stream(KillPoint.values())
        .flatMap(point -> Stream.of(point.before(), point.after()).map(at -> new Case(point, at)))
        .flatMap(c -> Stream.of(Arguments.of(c, true), Arguments.of(c, false)));
  }

  /** A state and the moment at which the process dies. */
  record Case(KillPoint point, String moment) {
    @Override
    public String toString() {
      return moment;
    }
  }

  @Test
  void every_state_has_its_kill_point() {
    assertThat(Arrays.stream(KillPoint.values()).map(KillPoint::name).map(String::toLowerCase))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(PaymentState.class.getPermittedSubclasses())
                .map(state -> state.getSimpleName().toLowerCase(java.util.Locale.ROOT))
                .toList());
  }

  @ParameterizedTest(name = "killed {0}, the client has a secret: {1}")
  @MethodSource("matrix")
  void paid_once_served_once(Case at, boolean aware) {
    Buyer buyer = aware ? rig.aware(1) : rig.unaware(1);
    switch (at.point()) {
      case RECEIVED, VERIFIED, SETTLING, SETTLED, FULFILLED -> {
        killed(at, () -> rig.present(buyer.presents()));
        isServedOnRetry(buyer, aware);
      }
      case REJECTED -> {
        rig.facilitator.settles = Settles.FAILS;
        killed(at, () -> rig.present(buyer.presents()));
        rig.facilitator.settles = Settles.HONESTLY;
        if (aware || !at.moment().equals(at.point().after())) {
          isServedOnRetry(buyer, aware);
        } else {
          // Asked for, refused, and nobody can prove to be its signer: it never moves money.
          assertThat(rig.present(buyer.presents())).isInstanceOf(GateAnswer.Rejected.class);
          rig.expire();
          assertThat(rig.reconcile()).isZero();
          assertThat(rig.chain.use(buyer.key())).isEmpty();
          assertThat(rig.payments.goods()).isEmpty();
        }
      }
      case SUSPENDED -> {
        assertThat(rig.present(buyer.presents())).isInstanceOf(GateAnswer.Paid.class);
        rig.chain.reorganise(2, false);
        rig.expire();
        killed(at, rig::reconcile);
        assertThat(rig.reconcile()).isZero();
        assertThat(rig.present(buyer.presents())).isInstanceOf(GateAnswer.Suspended.class);
        assertThat(rig.payments.goods().values())
            .extracting(MemoryPayments.Goods::access)
            .containsExactly(Access.LOCKED);
      }
    }
    assertThat(rig.payments.open()).isEmpty();
  }

  private void isServedOnRetry(Buyer buyer, boolean aware) {
    GateAnswer<String> answer = rig.present(buyer.presents());
    assertThat(answer)
        .isInstanceOfSatisfying(
            GateAnswer.Paid.class,
            paid -> assertThat(paid.proof()).isIn(Proof.FIRST, aware ? Proof.CLAIM : Proof.NONE));
    rig.mine(ModelChain.FINALITY);
    assertThat(rig.reconcile()).isZero();
    assertThat(rig.chain.paid(buyer.key())).isPresent();
    assertThat(rig.payments.goods().values())
        .containsExactly(new MemoryPayments.Goods(buyer.key(), "offer-a", Access.OPEN));
  }

  private void killed(Case at, Runnable work) {
    rig.kill.at(at.moment());
    assertThat(catchThrowable(work::run)).isInstanceOf(Killed.class).hasMessage(at.moment());
    rig.restart();
  }
}
