package org.obol.x402.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Sha256;
import org.obol.x402.gate.GateAnswer.Proof;
import org.obol.x402.wire.Reasons;

/** Who gets what for a payment, when everybody behaves (protocol sections 5 and 7). */
final class PaymentGateTest {

  private final GateRig rig = new GateRig();

  @Test
  void what_is_paid_is_settled_before_it_is_served() {
    Buyer buyer = rig.unaware(1);
    rig.payments.onFulfil = p -> assertThat(rig.chain.paid(p.key())).isPresent();
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.FIRST));
    assertThat(rig.payments.goods()).hasSize(1);
  }

  @Test
  void fifty_presentations_of_one_authorization_settle_once_and_one_is_first() {
    Buyer buyer = rig.unaware(1);
    var answers = Together.times(50, i -> rig.present(buyer.presents()));
    assertThat(answers).filteredOn(a -> GateRig.isPaid(a, Proof.FIRST)).hasSize(1);
    assertThat(answers).filteredOn(a -> GateRig.isPaid(a, Proof.NONE)).hasSize(49);
    assertThat(answers)
        .extracting(a -> ((GateAnswer.Paid<String>) a).payment())
        .containsOnly(rig.payments.find(buyer.key()).orElseThrow());
    assertThat(rig.facilitator.asked).hasValue(1);
    assertThat(rig.payments.goods()).hasSize(1);
  }

  @Test
  void a_claim_proves_its_presenter_however_often() {
    Buyer buyer = rig.aware(1);
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.FIRST));
    rig.restart();
    for (int i = 0; i < 3; i++) {
      assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.CLAIM));
    }
    assertThat(rig.facilitator.asked).hasValue(1);
  }

  @Test
  void a_random_nonce_with_a_secret_beside_it_is_claimed_as_well() {
    Buyer buyer = rig.unaware(1).knowing(Optional.of(Sha256.hash("mine")));
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.FIRST));
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.CLAIM));
    Buyer thief = buyer.knowing(Optional.of(Sha256.hash("not mine")));
    assertThat(rig.present(thief.presents())).matches(a -> GateRig.isPaid(a, Proof.NONE));
  }

  @Test
  void announcing_a_hash_that_was_copied_proves_nothing() {
    Buyer buyer = rig.aware(1);
    GateAnswer<String> first = rig.present(buyer.presents());
    assertThat(first).matches(a -> GateRig.isPaid(a, Proof.FIRST));
    Presented mine = buyer.presents();
    var copied = new Presented(mine.payment(), buyer.secret(), Optional.empty(), Optional.empty());
    assertThat(rig.present(copied)).matches(a -> GateRig.isPaid(a, Proof.NONE));
  }

  @Test
  void a_stranger_who_copied_the_authorization_from_the_chain_is_nobody() {
    Buyer buyer = rig.unaware(1);
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.FIRST));
    assertThat(rig.present(buyer.copied())).matches(a -> GateRig.isPaid(a, Proof.NONE));
    rig.restart();
    Buyer thief = buyer.knowing(Optional.of(Sha256.hash("a claim of my own")));
    assertThat(rig.present(thief.presents())).matches(a -> GateRig.isPaid(a, Proof.NONE));
    assertThat(rig.payments.goods()).hasSize(1);
  }

  @Test
  void what_was_used_before_we_saw_it_buys_nothing_and_leaves_no_row() {
    Buyer buyer = rig.aware(1);
    rig.chain.transfer(buyer.authorization());
    rig.mine(1);
    refused(rig.present(buyer.presents()), Reasons.NONCE_ALREADY_USED);
    assertThat(rig.payments.all()).isEmpty();
    assertThat(rig.facilitator.verified).hasValue(0);
  }

  /** Invariant 5. */
  @Test
  void a_forged_signature_cannot_occupy_a_nonce() {
    Buyer buyer = rig.unaware(1);
    Presented forged = buyer.presents(buyer.offer().requirements(), "forged", Optional.empty());
    refused(rig.present(forged), "invalid_exact_evm_signature");
    assertThat(rig.payments.all()).isEmpty();
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.FIRST));
  }

  @Test
  void a_forged_signature_does_not_begin_a_payment_that_died_early() {
    Buyer buyer = rig.unaware(1);
    rig.facilitator.verifies = ModelFacilitator.Verifies.UNAVAILABLE;
    assertThat(rig.present(buyer.presents())).isInstanceOf(GateAnswer.Unavailable.class);
    rig.facilitator.verifies = ModelFacilitator.Verifies.HONESTLY;
    Presented forged = buyer.presents(buyer.offer().requirements(), "forged", Optional.empty());
    refused(rig.present(forged), "invalid_exact_evm_signature");
    assertThat(rig.facilitator.asked).hasValue(0);
  }

  @Test
  void a_window_that_is_closed_or_not_yet_open_is_refused_without_a_row() {
    Buyer late = rig.unaware(1);
    rig.clock.forward(595);
    refused(rig.present(late.presents()), Reasons.VALID_BEFORE);
    Buyer early = Buyer.unaware(2, rig.shop.offered, rig.clock.instant().plusSeconds(60));
    refused(rig.present(early.presents()), "invalid_exact_evm_payload_authorization_valid_after");
    assertThat(rig.payments.all()).isEmpty();
  }

  @Test
  void a_settled_payment_is_recognised_long_after_its_window() {
    Buyer buyer = rig.aware(1);
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.FIRST));
    rig.expire();
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.CLAIM));
  }

  @Test
  void the_application_may_decline_before_anything_is_written() {
    Buyer buyer = rig.unaware(1);
    rig.shop.closed = Optional.of("revoked");
    assertThat(rig.present(buyer.presents())).isEqualTo(new GateAnswer.Declined<>("revoked"));
    assertThat(rig.payments.all()).isEmpty();
  }

  @Test
  void who_has_it_already_cannot_pay_again() {
    Buyer buyer = rig.unaware(1);
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.FIRST));
    Buyer again = buyer.withNonce(rig.unaware(2).key().nonce());
    assertThat(rig.present(again.presents()))
        .isEqualTo(new GateAnswer.Declined<>("already entitled"));
    assertThat(rig.payments.all()).hasSize(1);
  }

  @Test
  void an_identifier_names_one_payment() {
    Buyer first = rig.unaware(1);
    Buyer second = rig.unaware(2);
    assertThat(rig.present(first.named("0123456789abcdef")))
        .matches(a -> GateRig.isPaid(a, Proof.FIRST));
    assertThat(rig.present(second.named("0123456789abcdef")))
        .isInstanceOf(GateAnswer.Conflict.class);
    assertThat(rig.present(first.named("0123456789abcdef")))
        .matches(a -> GateRig.isPaid(a, Proof.NONE));
    assertThat(rig.facilitator.asked).hasValue(1);
  }

  @Test
  void two_authorizations_of_one_payer_for_one_thing_settle_once() throws InterruptedException {
    Buyer one = rig.aware(1);
    Buyer two = one.withNonce(rig.unaware(2).key().nonce());
    var verifying = new CountDownLatch(1);
    var answered = new CountDownLatch(1);
    rig.facilitator.meanwhile =
        () -> {
          verifying.countDown();
          wait(answered);
        };
    try (var pool = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      var first = pool.submit(() -> rig.present(one.presents()));
      verifying.await();
      rig.facilitator.meanwhile = () -> {};
      assertThat(rig.present(two.presents())).isInstanceOf(GateAnswer.Pending.class);
      answered.countDown();
      assertThat(first).succeedsWithin(java.time.Duration.ofSeconds(60));
    }
    assertThat(rig.facilitator.asked).hasValue(1);
    assertThat(rig.payments.all()).hasSize(1);
  }

  @Test
  void a_payment_that_is_fulfilled_between_two_looks_is_seen_by_the_second() {
    Buyer one = rig.aware(1);
    rig.facilitator.settles = ModelFacilitator.Settles.SENDS_AND_BREAKS_OFF;
    rig.witness.patience = 0;
    assertThat(rig.present(one.presents())).isInstanceOf(GateAnswer.Pending.class);
    rig.shop.afterObjection =
        () -> {
          rig.mine(1);
          assertThat(rig.reconcile()).isZero();
        };
    Buyer two = one.withNonce(rig.unaware(2).key().nonce());
    assertThat(rig.present(two.presents())).isNotInstanceOf(GateAnswer.Paid.class);
    assertThat(rig.facilitator.asked).hasValue(1);
  }

  private static void wait(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void refused(GateAnswer<String> answer, String code) {
    assertThat(answer).isInstanceOf(GateAnswer.Rejected.class);
    assertThat(((GateAnswer.Rejected<String>) answer).reason().code()).isEqualTo(code);
  }
}
