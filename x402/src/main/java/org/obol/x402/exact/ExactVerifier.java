package org.obol.x402.exact;

import java.math.BigInteger;
import java.time.InstantSource;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.JsonException;
import org.obol.crypto.Secp256k1;
import org.obol.crypto.Signature;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.Reason;
import org.obol.x402.wire.Reasons;

/**
 * Checks what a payment says against what is asked, in the order of the reference packages 2.27 and
 * without a network. {@link ChainVerifier} does the rest.
 */
public final class ExactVerifier {

  /** Seconds that must be left when a payment is checked: a block or three to settle in. */
  public static final long SETTLING_SECONDS = 6;

  private final InstantSource clock;

  /** A verifier on that clock. */
  public ExactVerifier(InstantSource clock) {
    this.clock = clock;
  }

  /** Checks a payment against the requirements that it is for. */
  public LocalVerification verify(PaymentPayload payment, PaymentRequirements requirements) {
    Optional<Address> payer = claimedPayer(payment);
    PaymentRequirements accepted = payment.accepted();
    if (!accepted.scheme().equals(requirements.scheme())) {
      return refused(Reasons.INVALID_SCHEME, "accepted.scheme is not what is asked", payer);
    }
    ExactTerms terms;
    switch (ExactTerms.read(requirements)) {
      case ExactTerms.Reading.Refused r -> {
        return new LocalVerification.Refused(r.reason(), payer);
      }
      case ExactTerms.Reading.Terms t -> terms = t.terms();
    }
    if (!accepted.network().equals(requirements.network())) {
      return refused(Reasons.NETWORK_MISMATCH, "accepted.network is not what is asked", payer);
    }
    if (payment.payload().get("authorization").isEmpty()) {
      return refused(Reasons.UNSUPPORTED_PAYLOAD, "payload.authorization is missing", payer);
    }
    try {
      return verify(new ExactPayment(terms, ExactPayload.parse(payment.payload())));
    } catch (JsonException e) {
      return new LocalVerification.Refused(
          new Reason(Reasons.INVALID_PAYLOAD, Optional.ofNullable(e.getMessage())), payer);
    }
  }

  private LocalVerification verify(ExactPayment payment) {
    PaymentSignature signature = payment.signature();
    Optional<Address> payer = Optional.of(payment.payer());
    Optional<Signature> ofKey = signature.ofKey();
    if (signature.isKeyLength() && ofKey.isEmpty()) {
      // The token refuses it, too: high s and other v are malleable forms of a good signature.
      return refused(
          Reasons.INVALID_SIGNATURE, "r, s or v of the signature is out of range", payer);
    }
    if (signature.isUndeployed()) {
      return refused(
          Reasons.FACTORY_NOT_ALLOWED, "a wallet that is not deployed cannot pay here", payer);
    }
    boolean signed =
        ofKey.flatMap(key -> Secp256k1.recover(payment.digest().bytes(), key)).equals(payer);
    Optional<Reason> misfit = misfit(payment);
    if (misfit.isPresent()) {
      // The reference looks at the signature first. That of a contract cannot be looked at here.
      return !signed && signature.isKeyLength()
          ? refused(Reasons.INVALID_SIGNATURE, "the payer did not sign this", payer)
          : new LocalVerification.Refused(misfit.get(), payer);
    }
    return signed
        ? new LocalVerification.Signed(payment)
        : new LocalVerification.ContractOnly(payment);
  }

  private Optional<Reason> misfit(ExactPayment payment) {
    Authorization authorization = payment.authorization();
    BigInteger now = BigInteger.valueOf(clock.instant().getEpochSecond());
    BigInteger settled = now.add(BigInteger.valueOf(SETTLING_SECONDS));
    if (!authorization.to().equals(payment.terms().payTo())) {
      return reason(Reasons.RECIPIENT_MISMATCH, "authorization.to is not the payTo that is asked");
    }
    if (authorization.validBefore().compareTo(settled) < 0) {
      return reason(Reasons.VALID_BEFORE, "the authorization has expired or is about to");
    }
    if (authorization.validAfter().compareTo(now) > 0) {
      return reason(Reasons.VALID_AFTER, "the authorization is not valid yet");
    }
    if (!authorization.value().equals(payment.terms().amount())) {
      return reason(Reasons.VALUE_MISMATCH, "authorization.value is not the amount that is asked");
    }
    return Optional.empty();
  }

  /** Who is said to pay, true or not: failures name it. */
  private static Optional<Address> claimedPayer(PaymentPayload payment) {
    try {
      return payment
          .payload()
          .object("authorization")
          .map(authorization -> Authorization.address(authorization, "from"));
    } catch (JsonException unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<Reason> reason(String code, String message) {
    return Optional.of(Reason.of(code, message));
  }

  private static LocalVerification refused(String code, String message, Optional<Address> payer) {
    return new LocalVerification.Refused(Reason.of(code, message), payer);
  }
}
