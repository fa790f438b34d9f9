package org.obol.x402.exact;

import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.evm.EvmClient;
import org.obol.x402.gate.PaymentKey;
import org.obol.x402.gate.PaymentScheme;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.Reason;
import org.obol.x402.wire.Reasons;

/** Scheme exact with EIP-3009, as the gate needs it. */
public final class ExactScheme implements PaymentScheme {

  private static final BigInteger FOREVER = BigInteger.valueOf(Instant.MAX.getEpochSecond());

  /** How far a buyer's clock may be ahead. */
  private static final long SKEW_SECONDS = 3_600;

  private final ChainVerifier onChain;

  /** The scheme on the chain of {@code client}, which is asked only about payers with code. */
  public ExactScheme(EvmClient client) {
    // Signatures are looked at the same way whoever would send the transaction.
    this.onChain = new ChainVerifier(client, new Address("0x" + "0".repeat(40)));
  }

  @Override
  public org.obol.x402.gate.Authorization authorization(PaymentPayload payment) {
    Authorization signed = ExactPayload.parse(payment.payload()).authorization();
    PaymentRequirements accepted = payment.accepted();
    return new org.obol.x402.gate.Authorization(
        new PaymentKey(
            accepted.network(),
            Authorization.address(accepted.json(), "asset"),
            signed.from(),
            signed.nonce()),
        signed.to(),
        signed.value(),
        time(signed.validAfter()),
        time(signed.validBefore()));
  }

  @Override
  public Optional<Reason> objection(
      PaymentPayload payment, PaymentRequirements requirements, Instant now) {
    long latest = now.getEpochSecond() + requirements.maxTimeoutSeconds() + SKEW_SECONDS;
    if (authorization(payment).validBefore().getEpochSecond() > latest) {
      // What may still be settled has to be remembered and looked after.
      return Optional.of(
          Reason.of(Reasons.VALID_BEFORE, "the authorization is valid for longer than was asked"));
    }
    return switch (new ExactVerifier(InstantSource.fixed(now)).verify(payment, requirements)) {
      case LocalVerification.Refused r -> Optional.of(r.reason());
      case LocalVerification.Signed ignored -> Optional.empty();
      case LocalVerification.ContractOnly c -> onChain.signatureObjection(c);
    };
  }

  private static Instant time(BigInteger seconds) {
    return Instant.ofEpochSecond(seconds.min(FOREVER).longValueExact());
  }
}
