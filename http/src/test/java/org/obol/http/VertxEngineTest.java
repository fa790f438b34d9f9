package org.obol.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract of an engine, kept by the one on Vert.x. */
class VertxEngineTest {

  @Nested
  class MovesBytes extends EngineBytesContractTest {
    @Override
    HttpEngine engine() {
      return new VertxEngine();
    }
  }

  @Nested
  class ReadsRequests extends EngineRequestsContractTest {
    @Override
    HttpEngine engine() {
      return new VertxEngine();
    }
  }

  @Nested
  class KeepsLimits extends EngineLimitsContractTest {
    @Override
    HttpEngine engine() {
      return new VertxEngine();
    }

    @Test
    void theOutboundCapHoldsForAllConnectionsTogether() throws Exception {
      long cap = 8 << 20;
      serveFile(Limits.DEFAULT.withTotals(100, cap));
      long begin = System.nanoTime();
      for (int i = 0; i < 3; i++) {
        try (RawClient raw = new RawClient(server.port())) {
          raw.send("GET / HTTP/1.1\r\nHost: x\r\nRange: bytes=0-8388607\r\n\r\n").readHead();
          assertThat(raw.in().readNBytes((int) cap)).hasSize((int) cap);
        }
      }
      // 24 MiB at 8 MiB/s are 3 s; what the shaper lets through at first may save one of them.
      double seconds = (System.nanoTime() - begin) / 1e9;
      assertThat(seconds).isBetween(1.5, 8.0);
    }
  }

  @Nested
  class EndsTransfers extends EngineEndingsContractTest {
    @Override
    HttpEngine engine() {
      return new VertxEngine();
    }
  }
}
