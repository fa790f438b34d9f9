package org.obol.x402.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Sha256;
import org.obol.x402.gate.GateAnswer.Proof;
import org.obol.x402.gate.PaymentStoreContractTest.Access;
import org.obol.x402.wire.AtomicAmount;

/** What a payment is for, and what a thief makes of it (invariant 4). */
final class PaymentBindingTest {

  private final GateRig rig = new GateRig();

  @Test
  void a_payment_for_one_resource_does_not_open_another_of_the_same_price() {
    Buyer buyer = rig.unaware(1);
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.FIRST));
    assertThat(rig.running().answer(rig.other, elsewhere(buyer)))
        .isInstanceOf(GateAnswer.Conflict.class);
    assertThat(rig.payments.goods()).hasSize(1);
  }

  @Test
  void a_committed_payment_does_not_open_another_resource_either() {
    Buyer buyer = rig.aware(1);
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.FIRST));
    assertThat(rig.running().answer(rig.other, elsewhere(buyer)))
        .isInstanceOf(GateAnswer.Conflict.class);
  }

  @Test
  void another_authorization_under_the_same_nonce_is_a_conflict() {
    Buyer buyer = rig.unaware(1);
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.FIRST));
    Authorization first = buyer.authorization();
    var longer =
        new Authorization(
            first.key(),
            first.payTo(),
            first.amount(),
            first.validAfter(),
            first.validBefore().plusSeconds(1));
    assertThat(rig.present(new Buyer(buyer.offer(), longer, Optional.empty()).presents()))
        .isInstanceOf(GateAnswer.Conflict.class);
  }

  @Test
  void a_thief_who_was_first_loses_an_unsettled_payment_to_its_signer() {
    Buyer buyer = rig.aware(1);
    rig.facilitator.settles = ModelFacilitator.Settles.SENDS_AND_BREAKS_OFF;
    rig.witness.patience = 0;
    assertThat(rig.running().answer(rig.other, elsewhere(thief(buyer))))
        .isInstanceOf(GateAnswer.Pending.class);
    rig.mine(1);
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.CLAIM));
    assertThat(rig.payments.goods().values())
        .containsExactly(new MemoryPayments.Goods(buyer.key(), "offer-a", Access.OPEN));
    assertThat(rig.running().answer(rig.other, elsewhere(thief(buyer))))
        .isInstanceOf(GateAnswer.Conflict.class);
  }

  @Test
  void a_thief_who_was_served_first_loses_the_goods_to_the_signer() {
    Buyer buyer = rig.aware(1);
    assertThat(rig.running().answer(rig.other, elsewhere(thief(buyer))))
        .matches(a -> GateRig.isPaid(a, Proof.FIRST));
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.CLAIM));
    assertThat(rig.payments.goods().values())
        .containsExactly(
            new MemoryPayments.Goods(buyer.key(), "offer-b", Access.REVOKED),
            new MemoryPayments.Goods(buyer.key(), "offer-a", Access.OPEN));
    assertThat(rig.facilitator.asked).hasValue(1);
  }

  @Test
  void a_thief_at_the_same_resource_loses_the_goods_too() {
    Buyer buyer = rig.aware(1);
    assertThat(rig.present(thief(buyer).presents())).matches(a -> GateRig.isPaid(a, Proof.FIRST));
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.CLAIM));
    assertThat(rig.present(thief(buyer).presents())).matches(a -> GateRig.isPaid(a, Proof.NONE));
    assertThat(rig.payments.goods().values())
        .extracting(MemoryPayments.Goods::access)
        .containsExactly(Access.REVOKED, Access.OPEN);
  }

  /** The payer is the thief: they take one thing, and then say that they had meant another. */
  @Test
  void goods_that_were_handed_out_are_not_exchanged_for_unrelated_ones() {
    Buyer buyer = rig.aware(1);
    assertThat(rig.running().answer(rig.foreign, at(rig.foreign, thief(buyer))))
        .matches(a -> GateRig.isPaid(a, Proof.FIRST));
    assertThat(rig.present(buyer.presents())).isInstanceOf(GateAnswer.Conflict.class);
    assertThat(rig.payments.goods().values())
        .containsExactly(new MemoryPayments.Goods(buyer.key(), "foreign-a", Access.OPEN));
    assertThat(rig.running().answer(rig.foreign, at(rig.foreign, thief(buyer))))
        .matches(a -> GateRig.isPaid(a, Proof.CLAIM));
  }

  @Test
  void before_anything_is_handed_out_the_signer_wins_wherever_the_thief_was() {
    Buyer buyer = rig.aware(1);
    rig.facilitator.settles = ModelFacilitator.Settles.SENDS_AND_BREAKS_OFF;
    rig.witness.patience = 0;
    assertThat(rig.running().answer(rig.foreign, at(rig.foreign, thief(buyer))))
        .isInstanceOf(GateAnswer.Pending.class);
    rig.mine(1);
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.CLAIM));
    assertThat(rig.payments.goods().values())
        .containsExactly(new MemoryPayments.Goods(buyer.key(), "offer-a", Access.OPEN));
  }

  @Test
  void a_commitment_reopens_what_was_refused_for_good_because_a_thief_had_outrun_it() {
    Buyer buyer = rig.aware(1);
    outrunBeforeAsking(buyer);
    assertThat(rig.running().answer(rig.other, elsewhere(thief(buyer))))
        .isInstanceOf(GateAnswer.Pending.class);
    rig.expire();
    assertThat(rig.reconcile()).isZero();
    assertThat(rig.state(buyer).isOver()).isTrue();
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.CLAIM));
    assertThat(rig.payments.opens(buyer.key().payer(), "offer-a")).isTrue();
  }

  /** Nobody has to be a thief: the payer chooses the nonce, and so what it commits to. */
  @Test
  void a_cheap_authorization_cannot_commit_to_dear_goods() {
    Sha256 secret = Sha256.hash("secret 1");
    Buyer cheap =
        rig.unaware(1)
            .withNonce(ModelShop.nonce(rig.dear.offered, secret))
            .knowing(Optional.of(secret));
    assertThat(rig.present(cheap.presents())).matches(a -> GateRig.isPaid(a, Proof.FIRST));
    Presented dear = cheap.presents(rig.dear.offered.requirements(), "signed", Optional.empty());
    assertThat(rig.running().answer(rig.dear, dear)).isInstanceOf(GateAnswer.Conflict.class);
    assertThat(rig.payments.opens(cheap.key().payer(), "offer-c")).isFalse();
    assertThat(rig.payments.opens(cheap.key().payer(), "offer-a")).isTrue();
  }

  @Test
  void a_commitment_is_proven_after_the_window_has_closed() {
    Buyer buyer = rig.aware(1);
    assertThat(rig.running().answer(rig.other, elsewhere(thief(buyer))))
        .matches(a -> GateRig.isPaid(a, Proof.FIRST));
    rig.expire();
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.CLAIM));
  }

  @Test
  void an_outrun_payment_that_commits_to_us_counts() {
    for (boolean ownPayee : List.of(true, false)) {
      var house = new GateRig(new Policy(List.of(), ownPayee, Duration.ofMinutes(1)));
      Buyer buyer = house.aware(1);
      house.facilitator.settles = ModelFacilitator.Settles.IS_OUTRUN;
      assertThat(house.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.FIRST));
    }
  }

  @Test
  void an_outrun_payment_counts_when_it_was_asked_for_and_the_payee_is_ours_alone() {
    Buyer buyer = rig.unaware(1);
    rig.facilitator.settles = ModelFacilitator.Settles.IS_OUTRUN;
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.FIRST));
  }

  @Test
  void an_outrun_payment_to_a_shared_payee_does_not_count() {
    var house = new GateRig(GateRig.sharedPayee());
    Buyer buyer = house.unaware(1);
    house.facilitator.settles = ModelFacilitator.Settles.IS_OUTRUN;
    assertThat(house.present(buyer.presents())).isInstanceOf(GateAnswer.Pending.class);
    house.mine(ModelChain.FINALITY);
    assertThat(house.present(buyer.presents())).isInstanceOf(GateAnswer.Rejected.class);
    assertThat(house.state(buyer).isOver()).isTrue();
    assertThat(house.payments.goods()).isEmpty();
  }

  @Test
  void a_payment_that_was_outrun_before_we_asked_does_not_count_unless_it_commits_to_us() {
    Buyer stranger = rig.unaware(1);
    outrunBeforeAsking(stranger);
    assertThat(rig.present(stranger.presents())).isInstanceOf(GateAnswer.Pending.class);
    // Presenting it again does not make it one that we had asked for.
    assertThat(rig.present(stranger.presents())).isInstanceOf(GateAnswer.Pending.class);
    rig.mine(ModelChain.FINALITY);
    assertThat(rig.present(stranger.presents())).isInstanceOf(GateAnswer.Rejected.class);
    assertThat(rig.state(stranger).isOver()).isTrue();
    Buyer buyer = rig.aware(2);
    outrunBeforeAsking(buyer);
    assertThat(rig.present(buyer.presents())).matches(a -> GateRig.isPaid(a, Proof.FIRST));
    assertThat(rig.facilitator.asked).hasValue(0);
  }

  @Test
  void another_amount_or_none_is_no_payment() {
    for (var moved : List.of(Optional.<AtomicAmount>empty(), Optional.of(AtomicAmount.of(1)))) {
      var house = new GateRig();
      Buyer buyer = house.aware(1);
      house.facilitator.settles = ModelFacilitator.Settles.BREAKS_OFF;
      assertThat(house.present(buyer.presents())).isInstanceOf(GateAnswer.Pending.class);
      house.chain.send(buyer.authorization(), moved);
      house.mine(1);
      assertThat(house.present(buyer.presents())).isInstanceOf(GateAnswer.Pending.class);
      house.expire();
      assertThat(house.present(buyer.presents())).isInstanceOf(GateAnswer.Rejected.class);
      assertThat(house.state(buyer).isOver()).isTrue();
      assertThat(house.payments.goods()).isEmpty();
    }
  }

  /** Somebody settles it after our first look and before the facilitator's. */
  private void outrunBeforeAsking(Buyer buyer) {
    rig.facilitator.meanwhile =
        () -> {
          rig.facilitator.meanwhile = () -> {};
          rig.chain.transfer(buyer.authorization());
          rig.mine(1);
        };
  }

  private static Buyer thief(Buyer buyer) {
    return buyer.knowing(Optional.of(Sha256.hash("the thief's own secret")));
  }

  /** The payment, presented for what the other shop sells. */
  private Presented elsewhere(Buyer buyer) {
    return at(rig.other, buyer);
  }

  private static Presented at(ModelShop shop, Buyer buyer) {
    return buyer.presents(shop.offered.requirements(), "signed", Optional.empty());
  }
}
