package org.obol.x402.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.obol.x402.exact.Authorization;
import org.obol.x402.exact.ExactPayment;

/** Any header is a payment that is written back unchanged, or refused with a reason. */
final class PaymentHeaderFuzz {

  @FuzzTest
  void anyHeaderIsReadOrRefused(byte @NotNull [] input) {
    // As the header itself, and as what it carries.
    read(new String(input, StandardCharsets.ISO_8859_1));
    read(Base64.getEncoder().encodeToString(input));
  }

  private static void read(String header) {
    switch (IncomingPayment.decode(header)) {
      case IncomingPayment.V2 v2 -> {
        PaymentPayload payload = v2.payload();
        assertThat(IncomingPayment.decode(PaymentHeaders.encode(payload.json()))).isEqualTo(v2);
        ExactPayment.read(payload, payload.accepted())
            .map(ExactPayment::authorization)
            .ifPresent(a -> assertThat(Authorization.parse(a.json())).isEqualTo(a));
      }
      case IncomingPayment.V1 v1 ->
          assertThat(IncomingPayment.decode(PaymentHeaders.encode(v1.payload().json())))
              .isEqualTo(v1);
      case IncomingPayment.Malformed m ->
          assertThat(m.reason().message()).hasValueSatisfying(s -> assertThat(s).isNotEmpty());
      case IncomingPayment.None n -> throw new AssertionError("there is a header");
    }
  }
}
