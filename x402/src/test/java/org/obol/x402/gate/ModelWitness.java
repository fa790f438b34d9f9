package org.obol.x402.gate;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.obol.crypto.ObolException;

/** Sees the whole model chain; waiting makes blocks. */
final class ModelWitness implements ChainWitness {

  private final ModelChain chain;

  /** Blocks that it waits for at most. */
  volatile int patience = 1;

  /** How often somebody looked. */
  final AtomicInteger looks = new AtomicInteger();

  /** Whether it cannot see anything. */
  volatile boolean blind;

  ModelWitness(ModelChain chain) {
    this.chain = chain;
  }

  @Override
  public Before before(PaymentKey key) {
    open();
    return new Before(chain.head(), chain.use(key).isPresent());
  }

  @Override
  public Sighting look(PaymentRecord payment, Optional<String> told) {
    int ignored = looks.incrementAndGet();
    open();
    Authorization authorization = payment.authorization();
    Optional<ModelChain.Use> use = chain.use(payment.key());
    boolean closed = !chain.finalTime().isBefore(authorization.validBefore());
    if (use.isEmpty()) {
      return closed ? new Sighting.Expired() : new Sighting.Unused();
    }
    if (chain.paid(payment.key()).isEmpty()) {
      return closed ? new Sighting.Spent() : new Sighting.Unused();
    }
    long block = use.get().block();
    return new Sighting.Paid(
        new Settlement(use.get().transaction().hash(), block),
        chain.head() - block + 1,
        block <= chain.finalBlock());
  }

  @Override
  public Sighting await(PaymentRecord payment, Optional<String> told, long confirmations) {
    for (int i = 0; i < patience; i++) {
      Sighting seen = look(payment, told);
      boolean waiting =
          seen instanceof Sighting.Unused
              || (seen instanceof Sighting.Paid paid && paid.confirmations() < confirmations);
      if (!waiting) {
        return seen;
      }
      chain.mine();
    }
    return look(payment, told);
  }

  private void open() {
    if (blind) {
      throw new ObolException(ObolException.Exit.NETWORK, "the chain does not answer");
    }
  }
}
