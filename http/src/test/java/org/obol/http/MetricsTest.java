package org.obol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private final Metrics metrics = new Metrics();

  @Test
  void theTextIsThatOfPrometheus() {
    metrics.counter("obol_requests_total", "Requests answered.", "status", "200").add(3);
    metrics.counter("obol_requests_total", "Requests answered.", "status", "404").increment();
    metrics.gauge("obol_downloads", "Downloads now.", () -> 2);
    metrics.observe("obol_seconds", "Latency.", Duration.ofMillis(5), "route", "a\"\\\n");
    metrics.observe("obol_seconds", "Latency.", Duration.ofSeconds(60), "route", "a\"\\\n");
    assertThat(metrics.text())
        .isEqualTo(
            """
            # HELP obol_downloads Downloads now.
            # TYPE obol_downloads gauge
            obol_downloads 2.0
            # HELP obol_requests_total Requests answered.
            # TYPE obol_requests_total counter
            obol_requests_total{status="200"} 3
            obol_requests_total{status="404"} 1
            # HELP obol_seconds Latency.
            # TYPE obol_seconds histogram
            obol_seconds_bucket{route="a\\"\\\\\\n",le="0.001"} 0
            obol_seconds_bucket{route="a\\"\\\\\\n",le="0.005"} 1
            obol_seconds_bucket{route="a\\"\\\\\\n",le="0.025"} 1
            obol_seconds_bucket{route="a\\"\\\\\\n",le="0.1"} 1
            obol_seconds_bucket{route="a\\"\\\\\\n",le="0.5"} 1
            obol_seconds_bucket{route="a\\"\\\\\\n",le="2.5"} 1
            obol_seconds_bucket{route="a\\"\\\\\\n",le="10.0"} 1
            obol_seconds_bucket{route="a\\"\\\\\\n",le="+Inf"} 2
            obol_seconds_sum{route="a\\"\\\\\\n"} 60.005
            obol_seconds_count{route="a\\"\\\\\\n"} 2
            """);
  }

  @Test
  void noIncrementIsLost() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 1000; i++) {
        threads.execute(() -> metrics.counter("n", "N.").increment());
      }
    }
    assertThat(metrics.counter("n", "N.").sum()).isEqualTo(1000);
  }

  @Test
  void misuseIsRefused() {
    metrics.counter("n", "N.").increment();
    assertThatThrownBy(() -> metrics.gauge("n", "N.", () -> 1))
        .hasMessageContaining("is a counter");
    assertThatThrownBy(() -> metrics.counter("n", "N.", "label")).hasMessageContaining("pairs");
  }
}
