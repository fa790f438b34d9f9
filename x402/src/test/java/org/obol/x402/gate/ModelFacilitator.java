package org.obol.x402.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.obol.x402.facilitator.Facilitator;
import org.obol.x402.facilitator.FacilitatorUnavailableException;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.Reason;
import org.obol.x402.wire.Reasons;
import org.obol.x402.wire.SettleResponse;
import org.obol.x402.wire.SettleResponse.Outcome;
import org.obol.x402.wire.Supported;
import org.obol.x402.wire.VerifyResponse;

/** Settles on the model chain, in whatever mood it is put. */
final class ModelFacilitator implements Facilitator {

  /** How it answers the question whether a payment would settle. */
  enum Verifies {
    HONESTLY,
    INVALID,
    UNAVAILABLE
  }

  /** What it does when asked to settle. */
  enum Settles {
    HONESTLY,
    FAILS,
    FAILS_BUT_SENDS,
    FAILS_AND_SENDS_LATER,
    SENDS_AND_BREAKS_OFF,
    BREAKS_OFF,
    SENDS_AND_NAMES,
    IS_OUTRUN,
    SENDS_LATER,
    SUCCEEDS_WITHOUT_NAME
  }

  private final ModelChain chain;
  private final ManualClock clock;
  private final PaymentScheme scheme = new ModelScheme();
  private final List<Authorization> later = new ArrayList<>();

  volatile Verifies verifies = Verifies.HONESTLY;
  volatile Settles settles = Settles.HONESTLY;

  /** What happens between its check and the answer to it. */
  volatile Runnable meanwhile = () -> {};

  final AtomicInteger verified = new AtomicInteger();
  final AtomicInteger asked = new AtomicInteger();

  ModelFacilitator(ModelChain chain, ManualClock clock) {
    this.chain = chain;
    this.clock = clock;
  }

  @Override
  public VerifyResponse verify(PaymentPayload payment, PaymentRequirements requirements) {
    verified.incrementAndGet();
    meanwhile.run();
    return switch (verifies) {
      case HONESTLY ->
          problem(payment, requirements)
              .<VerifyResponse>map(r -> new VerifyResponse.Invalid(r, Optional.empty()))
              .orElseGet(() -> new VerifyResponse.Valid(Optional.empty()));
      case INVALID -> new VerifyResponse.Invalid(Reason.of("insufficient_funds"), Optional.empty());
      case UNAVAILABLE -> throw new FacilitatorUnavailableException("the facilitator is asleep");
    };
  }

  @Override
  public SettleResponse settle(PaymentPayload payment, PaymentRequirements requirements) {
    asked.incrementAndGet();
    return SettleResponse.of(
        outcome(scheme.authorization(payment), problem(payment, requirements)),
        Optional.empty(),
        ModelScheme.NETWORK);
  }

  private Outcome outcome(Authorization authorization, Optional<Reason> problem) {
    return switch (settles) {
      case HONESTLY ->
          problem.<Outcome>map(Outcome.Failed::new).orElseGet(() -> mined(authorization));
      case FAILS -> failed();
      case FAILS_BUT_SENDS -> {
        String ignored = chain.transfer(authorization);
        yield failed();
      }
      case FAILS_AND_SENDS_LATER -> {
        sendLater(authorization);
        yield failed();
      }
      case SENDS_AND_BREAKS_OFF -> {
        String ignored = chain.transfer(authorization);
        yield new Outcome.Pending(Optional.empty());
      }
      case BREAKS_OFF -> new Outcome.Pending(Optional.empty());
      case SENDS_AND_NAMES -> new Outcome.Pending(Optional.of(chain.transfer(authorization)));
      case IS_OUTRUN -> {
        String foreign = chain.transfer(authorization);
        chain.mine();
        yield new Outcome.Failed(Reason.of(Reasons.NONCE_ALREADY_USED, foreign));
      }
      case SENDS_LATER -> {
        sendLater(authorization);
        yield new Outcome.Pending(Optional.empty());
      }
      case SUCCEEDS_WITHOUT_NAME -> {
        String ignored = chain.transfer(authorization);
        chain.mine();
        yield new Outcome.Settled("");
      }
    };
  }

  private Outcome mined(Authorization authorization) {
    String hash = chain.transfer(authorization);
    chain.mine();
    return new Outcome.Settled(hash);
  }

  private static Outcome failed() {
    return new Outcome.Failed(Reason.of("unexpected_settle_error"));
  }

  private void sendLater(Authorization authorization) {
    synchronized (later) {
      later.add(authorization);
    }
  }

  /** Sends what it had put off. */
  void send() {
    synchronized (later) {
      later.forEach(chain::transfer);
      later.clear();
    }
  }

  private Optional<Reason> problem(PaymentPayload payment, PaymentRequirements requirements) {
    return chain.use(scheme.authorization(payment).key()).isPresent()
        ? Optional.of(Reason.of(Reasons.NONCE_ALREADY_USED))
        : scheme.objection(payment, requirements, clock.instant());
  }

  @Override
  public Supported supported() {
    return new Supported(List.of(), List.of(), Map.of());
  }
}
