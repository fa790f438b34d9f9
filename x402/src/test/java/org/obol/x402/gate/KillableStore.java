package org.obol.x402.gate;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;

/** A store at whose every change the process can die, right before and right after. */
record KillableStore(PaymentStore store, KillSwitch kill) implements PaymentStore {

  @Override
  public Optional<PaymentRecord> find(PaymentKey key) {
    return store.find(key);
  }

  @Override
  public Claimed claim(PaymentRecord fresh) {
    return kill.storing(fresh.state(), () -> store.claim(fresh));
  }

  @Override
  public boolean advance(PaymentRecord from, PaymentState to) {
    return kill.storing(to, () -> store.advance(from, to));
  }

  @Override
  public PaymentRecord fulfil(PaymentKey key, Settlement settlement) {
    return kill.storing(
        new PaymentState.Fulfilled(settlement, "", false), () -> store.fulfil(key, settlement));
  }

  @Override
  public PaymentRecord suspend(PaymentKey key) {
    return kill.storing(new PaymentState.Suspended(""), () -> store.suspend(key));
  }

  @Override
  public PaymentRecord rebind(PaymentRecord to) {
    return kill.around("rebinding", () -> store.rebind(to));
  }

  @Override
  public List<PaymentKey> underWay(Address payer) {
    return store.underWay(payer);
  }

  @Override
  public List<PaymentKey> unsettled() {
    return store.unsettled();
  }

  @Override
  public List<PaymentKey> open(Instant now) {
    return store.open(now);
  }
}
