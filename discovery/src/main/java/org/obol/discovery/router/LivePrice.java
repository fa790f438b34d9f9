package org.obol.discovery.router;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.http.GuardedClient;
import org.obol.x402.wire.PaymentHeaders;
import org.obol.x402.wire.PaymentRequired;
import org.obol.x402.wire.PaymentRequirements;

/** The price in a 402 answer. */
final class LivePrice {

  private LivePrice() {}

  /** What is asked for in the token that the row names; empty when that cannot be told. */
  static Optional<BigInteger> of(GuardedClient.Answer answer, DatasetClaim claim) {
    try {
      Optional<String> header = answer.headers().first(PaymentHeaders.PAYMENT_REQUIRED);
      Json challenge =
          header.isPresent()
              ? PaymentHeaders.decode(header.get())
              : JsonReader.read(answer.body(), answer.body().length);
      return PaymentRequired.parse(challenge).accepts().stream()
          .filter(way -> claim.chain().equals(Optional.of(way.network())))
          .filter(way -> claim.token().equals(asset(way)))
          .map(way -> way.amount().value())
          .findFirst();
    } catch (JsonException unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<Address> asset(PaymentRequirements way) {
    try {
      return Optional.of(new Address(way.asset().toLowerCase(Locale.ROOT)));
    } catch (IllegalArgumentException notOfEvm) {
      return Optional.empty();
    }
  }
}
