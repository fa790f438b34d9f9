package org.obol.x402.gate;

import java.util.Optional;

/** A witness around whose every look the process can die. */
record KillableWitness(ChainWitness witness, KillSwitch kill) implements ChainWitness {

  @Override
  public Before before(PaymentKey key) {
    return kill.around("the first look", () -> witness.before(key));
  }

  @Override
  public Sighting look(PaymentRecord payment, Optional<String> told) {
    return kill.around("a look", () -> witness.look(payment, told));
  }

  @Override
  public Sighting await(PaymentRecord payment, Optional<String> told, long confirmations) {
    return kill.around("waiting", () -> witness.await(payment, told, confirmations));
  }
}
