package org.obol.x402.gate;

import org.obol.x402.facilitator.Facilitator;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.SettleResponse;
import org.obol.x402.wire.Supported;
import org.obol.x402.wire.VerifyResponse;

/** A facilitator around whose every call the process can die. */
record KillableFacilitator(Facilitator facilitator, KillSwitch kill) implements Facilitator {

  @Override
  public VerifyResponse verify(PaymentPayload payment, PaymentRequirements requirements) {
    return kill.around("verify", () -> facilitator.verify(payment, requirements));
  }

  @Override
  public SettleResponse settle(PaymentPayload payment, PaymentRequirements requirements) {
    return kill.around("settle", () -> facilitator.settle(payment, requirements));
  }

  @Override
  public Supported supported() {
    return facilitator.supported();
  }
}
