package org.obol.x402.exact;

import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Eip712Domain;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.evm.ChainId;
import org.obol.x402.wire.AtomicAmount;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.Reason;
import org.obol.x402.wire.Reasons;

/**
 * Requirements of scheme {@code exact} on an EVM chain, read.
 *
 * @param domain the token's, which its name and version in {@code extra} make
 */
public record ExactTerms(
    ChainId chain, Address asset, Address payTo, AtomicAmount amount, Eip712Domain domain) {

  /** The name of the scheme. */
  public static final String SCHEME = "exact";

  /** What reading requirements comes to. */
  public sealed interface Reading {

    /** They are terms that this library knows. */
    record Terms(ExactTerms terms) implements Reading {}

    /** They are not. */
    record Refused(Reason reason) implements Reading {}
  }

  /** Reads requirements. */
  public static Reading read(PaymentRequirements requirements) {
    if (!requirements.scheme().equals(SCHEME)) {
      return refused(Reasons.INVALID_SCHEME, "the scheme is not exact");
    }
    Optional<String> name = text(requirements, "name");
    Optional<String> version = text(requirements, "version");
    if (name.isEmpty() || version.isEmpty()) {
      return refused(
          Reasons.MISSING_DOMAIN, "extra.name and extra.version of the token are missing");
    }
    Optional<String> method = text(requirements, "assetTransferMethod");
    if (method.filter(m -> !m.equals("eip3009")).isPresent()) {
      return refused(Reasons.UNSUPPORTED_PAYLOAD, "only assetTransferMethod eip3009 is supported");
    }
    try {
      ChainId chain = ChainId.parse(requirements.network());
      Address asset = Authorization.address(requirements.json(), "asset");
      Address payTo = Authorization.address(requirements.json(), "payTo");
      var domain = Eip712Domain.of(name.get(), version.get(), chain.value(), asset);
      return new Reading.Terms(new ExactTerms(chain, asset, payTo, requirements.amount(), domain));
    } catch (JsonException e) {
      return new Reading.Refused(
          new Reason(Reasons.INVALID_REQUIREMENTS, Optional.ofNullable(e.getMessage())));
    } catch (IllegalArgumentException e) {
      return refused(Reasons.INVALID_NETWORK, "the network is not an EVM chain (eip155:N)");
    }
  }

  private static Optional<String> text(PaymentRequirements requirements, String key) {
    // A number here, such as version 2, is not the text that the token hashes.
    return requirements
        .extra()
        .get(key)
        .filter(Json.Str.class::isInstance)
        .map(value -> value.asText(key))
        .filter(text -> !text.isEmpty());
  }

  private static Reading refused(String code, String message) {
    return new Reading.Refused(Reason.of(code, message));
  }
}
