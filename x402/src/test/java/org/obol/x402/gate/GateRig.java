package org.obol.x402.gate;

import java.util.List;
import org.obol.x402.gate.GateAnswer.Proof;

/** A gate over a model of everything around it, which a restart replaces and the rest outlives. */
final class GateRig {

  final ManualClock clock = new ManualClock();
  final ModelChain chain = new ModelChain(clock);
  final MemoryPayments payments = new MemoryPayments();
  final ModelFacilitator facilitator = new ModelFacilitator(chain, clock);
  final ModelWitness witness = new ModelWitness(chain);
  final KillSwitch kill = new KillSwitch();
  final ModelShop shop = new ModelShop("a", 1000, payments);
  final ModelShop other = new ModelShop("b", 1000, payments);
  final ModelShop foreign = new ModelShop("foreign", "a", 1000, payments);
  final ModelShop dear = new ModelShop("c", 900_000, payments);
  private final Policy policy;
  private PaymentGate gate;

  GateRig() {
    this(Policy.DEFAULT);
  }

  GateRig(Policy policy) {
    this.policy = policy;
    this.gate = gate();
  }

  /** A policy without a payee of our own, with one confirmation for everything. */
  static Policy sharedPayee() {
    return new Policy(List.of(), false, Policy.DEFAULT.settleAgainAfter());
  }

  private PaymentGate gate() {
    var store = new KillableStore(payments, kill);
    var chainWitness = new KillableWitness(witness, kill);
    return new PaymentGate(
        store,
        new ModelScheme(),
        chainWitness,
        new SettlePayment(
            store, new KillableFacilitator(facilitator, kill), chainWitness, policy, clock),
        clock);
  }

  /** A new process, a second later, over what the old one has stored. */
  void restart() {
    clock.forward(1);
    kill.reset();
    gate = gate();
  }

  PaymentGate running() {
    return gate;
  }

  GateAnswer<String> present(Presented presented) {
    return gate.answer(shop, presented);
  }

  int reconcile() {
    return gate.reconcile();
  }

  Buyer unaware(int number) {
    return Buyer.unaware(number, shop.offered, clock.instant());
  }

  Buyer aware(int number) {
    return Buyer.aware(number, shop.offered, clock.instant());
  }

  PaymentState state(Buyer buyer) {
    return payments.find(buyer.key()).orElseThrow().state();
  }

  void mine(int blocks) {
    for (int i = 0; i < blocks; i++) {
      chain.mine();
    }
  }

  /** Past every window that is open now, and finally so. */
  void expire() {
    clock.forward(700);
    mine(ModelChain.FINALITY + 2);
  }

  static boolean isPaid(GateAnswer<String> answer, Proof proof) {
    return answer instanceof GateAnswer.Paid<String> paid && paid.proof() == proof;
  }
}
