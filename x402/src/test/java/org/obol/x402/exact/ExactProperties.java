package org.obol.x402.exact;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Json;
import org.obol.x402.Captures;
import org.obol.x402.Chain;
import org.obol.x402.wire.IncomingPayment;
import org.obol.x402.wire.PaymentHeaders;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;

final class ExactProperties {

  @Property(tries = 100)
  void what_is_signed_fits_after_its_journey_and_nothing_else_does(
      @ForAll @BigRange(min = "0", max = "9999999999999999999999999999999999999999")
          BigInteger amount,
      @ForAll @LongRange(min = 6, max = 1L << 40) long timeout,
      @ForAll @LongRange(min = 1, max = 1L << 40) long now,
      @ForAll @Size(32) byte[] nonce) {
    PaymentRequirements offer =
        Chain.with(
            Chain.with(Chain.offer(1), "amount", Json.of(amount.toString())),
            "maxTimeoutSeconds",
            Json.of(timeout));
    InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(now));
    PaymentPayload payment =
        new ExactSigner(Captures.PAYER, clock, () -> Bytes32.of(nonce))
            .pay(offer, Optional.empty(), Json.object().build());
    IncomingPayment arrived = IncomingPayment.decode(PaymentHeaders.encode(payment.json()));
    assertThat(arrived).isEqualTo(new IncomingPayment.V2(payment));
    var verifier = new ExactVerifier(clock);
    assertThat(verifier.verify(payment, offer)).isInstanceOf(LocalVerification.Signed.class);
    PaymentRequirements dearer =
        Chain.with(offer, "amount", Json.of(amount.add(BigInteger.ONE).toString()));
    assertThat(verifier.verify(payment, dearer)).isInstanceOf(LocalVerification.Refused.class);
  }
}
