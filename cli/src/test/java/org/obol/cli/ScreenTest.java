package org.obol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.obol.crypto.ObolException;

final class ScreenTest {

  @Test
  void control_characters_of_strangers_do_not_reach_the_terminal() {
    assertThat(Screen.printable("a\u001b[31mb\r\nc\u202ed\u009be")).isEqualTo("a?[31mb??c?d?e");
    assertThat(Screen.printable("héllo 世界 …")).isEqualTo("héllo 世界 …");
  }

  @Test
  void each_kind_of_failure_has_its_status() {
    for (ObolException.Exit exit : ObolException.Exit.values()) {
      Failure failure = Failure.of(new ObolException(exit, "why"));
      assertThat(failure.status()).isEqualTo(exit.code());
      assertThat(failure.message()).isEqualTo("why");
    }
    assertThat(Failure.of(new IOException("disk")).status()).isEqualTo(1);
    Failure bug = Failure.of(new IllegalStateException("secret"));
    assertThat(bug.status()).isEqualTo(1);
    assertThat(bug.message())
        .isEqualTo("internal error: IllegalStateException; run again with --debug");
  }

  @Test
  void figures_read_well() {
    assertThat(Figures.bytes(0)).isEqualTo("0 B");
    assertThat(Figures.bytes(999)).isEqualTo("999 B");
    assertThat(Figures.bytes(8_100_000)).isEqualTo("8.1 MB");
    assertThat(Figures.bytes(999_999)).isEqualTo("1.0 MB");
    assertThat(Figures.bytes(Long.MAX_VALUE)).isEqualTo("9.2 EB");
    assertThat(Figures.count(12_345)).isEqualTo("12,345");
    assertThat(Figures.plural(1, "row")).isEqualTo("1 row");
  }
}
