package org.obol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProgressTest {

  private final StringWriter err = new StringWriter();
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void a_pipe_gets_a_plain_line_now_and_then() {
    run(Progress.Style.LINES);
    assertThat(err.toString().lines())
        .containsExactly("signing  50 %  5.0 MB of 10.0 MB  1.0 MB/s  0:05 left");
  }

  @Test
  void a_terminal_gets_a_bar_that_goes_away() {
    run(Progress.Style.BAR);
    assertThat(err.toString()).contains("[############............]").endsWith("\r\u001b[K");
  }

  @Test
  void a_machine_gets_nothing() {
    run(Progress.Style.NONE);
    assertThat(err.toString()).isEmpty();
  }

  private void run(Progress.Style style) {
    try (var progress =
        new Progress("signing", 10_000_000, style, new PrintWriter(err), nanos::get)) {
      progress.accept(1_000_000);
      nanos.set(4_000_000_000L);
      progress.keep(0);
      nanos.set(5_000_000_000L);
      progress.accept(4_000_000);
    }
  }
}
