package org.obol.x402.exact;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Json;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Secp256k1;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentPayloadV1;
import org.obol.x402.wire.PaymentRequired;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.PaymentRequirementsV1;
import org.obol.x402.wire.Reason;
import org.obol.x402.wire.Reasons;
import org.obol.x402.wire.ResourceInfo;

/**
 * The buyer's side: signs payments with a key. It signs whatever offer it is given; to look at the
 * amount, the asset and the receiver first is the caller's part. Safe for many threads.
 */
public final class ExactSigner {

  // The reference client 2.27 does so; clocks of buyers run fast, and a nonce works once anyway.
  private static final BigInteger VALID_AT_ONCE = BigInteger.ZERO;

  private static final SecureRandom RANDOM = new SecureRandom();

  private final PrivateKey key;
  private final InstantSource clock;
  private final Supplier<Bytes32> nonces;

  /** A signer with the system's clock and random nonces. */
  public ExactSigner(PrivateKey key) {
    this(key, InstantSource.system(), ExactSigner::randomNonce);
  }

  /**
   * A signer with nonces of the caller.
   *
   * @param nonces one for each payment, never the same for two
   */
  public ExactSigner(PrivateKey key, InstantSource clock, Supplier<Bytes32> nonces) {
    this.key = key;
    this.clock = clock;
    this.nonces = nonces;
  }

  /** Who pays. */
  public Address payer() {
    return key.address();
  }

  /**
   * Accepts one offer of a challenge; its resource and extensions are echoed.
   *
   * @throws UnpayableOfferException when the offer is not of scheme exact on an EVM chain
   */
  public PaymentPayload pay(PaymentRequired challenge, PaymentRequirements offer) {
    return pay(offer, Optional.of(challenge.resource()), challenge.extensions());
  }

  /**
   * Accepts an offer.
   *
   * @param extensions the server's, with what the client adds inside each {@code info}
   * @throws UnpayableOfferException when the offer is not of scheme exact on an EVM chain
   */
  public PaymentPayload pay(
      PaymentRequirements offer, Optional<ResourceInfo> resource, Json.Obj extensions) {
    var out = Json.object().put("x402Version", 2).put("payload", sign(offer).json());
    if (!extensions.members().isEmpty()) {
      out.put("extensions", extensions);
    }
    return new PaymentPayload(
        out.putIfPresent("resource", resource.map(ResourceInfo::json))
            .put("accepted", offer.json())
            .build());
  }

  /**
   * Accepts an offer of version 1.
   *
   * @throws UnpayableOfferException when it is not of scheme exact on a known EVM chain
   */
  public PaymentPayloadV1 pay(PaymentRequirementsV1 offer) {
    PaymentRequirements v2 =
        offer
            .toV2()
            .orElseThrow(
                () ->
                    new UnpayableOfferException(
                        Reason.of(Reasons.INVALID_NETWORK, "the network's name is not known")));
    return new PaymentPayloadV1(
        Json.object()
            .put("x402Version", 1)
            .put("scheme", offer.scheme())
            .put("network", offer.network())
            .put("payload", sign(v2).json())
            .build());
  }

  private ExactPayload sign(PaymentRequirements offer) {
    return switch (ExactTerms.read(offer)) {
      case ExactTerms.Reading.Refused r -> throw new UnpayableOfferException(r.reason());
      case ExactTerms.Reading.Terms t -> sign(t.terms(), offer.maxTimeoutSeconds());
    };
  }

  private ExactPayload sign(ExactTerms terms, long timeoutSeconds) {
    BigInteger now = BigInteger.valueOf(clock.instant().getEpochSecond());
    var authorization =
        new Authorization(
            key.address(),
            terms.payTo(),
            terms.amount(),
            VALID_AT_ONCE,
            now.add(BigInteger.valueOf(timeoutSeconds)),
            nonces.get());
    byte[] digest = authorization.digest(terms.domain()).bytes();
    return new ExactPayload(authorization, PaymentSignature.of(Secp256k1.sign(digest, key)));
  }

  private static Bytes32 randomNonce() {
    byte[] nonce = new byte[Bytes32.BYTES];
    RANDOM.nextBytes(nonce);
    return Bytes32.of(nonce);
  }
}
