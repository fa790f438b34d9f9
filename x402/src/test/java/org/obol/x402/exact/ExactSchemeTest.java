package org.obol.x402.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.obol.x402.exact.ExactVectors.ANVIL_0;
import static org.obol.x402.exact.ExactVectors.NOW;
import static org.obol.x402.exact.ExactVectors.SELLER;
import static org.obol.x402.exact.ExactVectors.requirements;

import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Json;
import org.obol.evm.EvmClient;
import org.obol.evm.JsonRpc;
import org.obol.evm.RpcConfig;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;
import org.obol.x402.wire.Reason;
import org.obol.x402.wire.Reasons;

/** What the gate refuses of scheme exact before it writes a row; no chain is asked for a key. */
final class ExactSchemeTest {

  private static final long HOUR = 3_600;
  private static final Instant TODAY = Instant.ofEpochSecond(NOW);
  private static final PaymentRequirements ASKED =
      requirements(SELLER, "10000", "USDC", "eip155:84532");

  private final JsonRpc nobody = new JsonRpc(RpcConfig.of(URI.create("http://127.0.0.1:9")));
  private final ExactScheme scheme = new ExactScheme(new EvmClient(nobody));

  @AfterEach
  void close() {
    nobody.close();
  }

  /** As long as it is valid it has to be remembered: nobody may make that forever. */
  @Test
  void a_window_ends_an_hour_after_what_was_asked_at_the_latest() {
    assertThat(scheme.objection(signedAt(NOW), ASKED, TODAY)).isEmpty();
    assertThat(scheme.objection(signedAt(NOW + HOUR), ASKED, TODAY)).isEmpty();
    Optional<Reason> refused = scheme.objection(signedAt(NOW + HOUR + 1), ASKED, TODAY);
    assertThat(refused.map(Reason::code)).contains(Reasons.VALID_BEFORE);
    assertThat(refused.flatMap(Reason::message).orElse("")).contains("longer than was asked");
    for (long later : new long[] {Integer.MAX_VALUE, Long.MAX_VALUE / 2}) {
      assertThat(scheme.objection(signedAt(later), ASKED, TODAY).map(Reason::code))
          .contains(Reasons.VALID_BEFORE);
    }
  }

  /** By a clock that is ahead, so that it is valid for that much longer. */
  private static PaymentPayload signedAt(long seconds) {
    var clock =
        InstantSource.fixed(Instant.ofEpochSecond(Math.min(seconds, Instant.MAX.getEpochSecond())));
    return new ExactSigner(ANVIL_0, clock, () -> new Bytes32("0x" + "22".repeat(32)))
        .pay(ASKED, Optional.empty(), Json.object().build());
  }
}
