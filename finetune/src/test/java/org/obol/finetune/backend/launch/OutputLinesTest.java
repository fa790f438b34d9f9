package org.obol.finetune.backend.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines as they are meant, whatever was printed. */
final class OutputLinesTest {

  private static List<String> lines(String printed) throws IOException {
    List<String> lines = new ArrayList<>();
    new OutputLines(lines::add)
        .read(new ByteArrayInputStream(printed.getBytes(StandardCharsets.UTF_8)));
    return lines;
  }

  @Test
  void a_progress_bar_is_a_line_each_time_it_is_drawn() throws IOException {
    assertThat(lines("10%\r20%\r\nend")).containsExactly("10%", "20%", "end");
  }

  @Test
  void colours_titles_and_control_characters_are_removed() throws IOException {
    assertThat(
            lines("\u001b[1;38;5;244ma\u001b[0m\u001b[2K\u0007b\u001b]0;title\u0007c\u001bM\tx \n"))
        .containsExactly("abc\tx");
    assertThat(lines("\u001b]never ends")).isEmpty();
  }

  @Test
  void bytes_that_are_no_utf_8_are_replaced() throws IOException {
    List<String> lines = new ArrayList<>();
    new OutputLines(lines::add)
        .read(new ByteArrayInputStream(new byte[] {'a', (byte) 0xff, 'b', '\n'}));
    assertThat(lines).containsExactly("a\ufffdb");
  }

  @Test
  void a_long_line_is_cut() throws IOException {
    assertThat(lines("x".repeat(20_000) + "\ny"))
        .containsExactly("x".repeat(OutputLines.LONGEST), "y");
  }
}
