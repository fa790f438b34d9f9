package org.obol.finetune.backend.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.finetune.backend.DataFile;
import org.obol.finetune.backend.DataFile.Form;
import org.obol.finetune.backend.Plans;
import org.obol.finetune.backend.RecordFile;

/** Records become what a tool reads, or are refused with their line. */
final class RecordsTest {

  @TempDir Path run;

  private String written(Form form, String... lines) throws IOException {
    Path source = run.resolve("in.jsonl");
    Plans.write(source, String.join("\n", lines) + "\n");
    Files.deleteIfExists(run.resolve("data/x.jsonl"));
    Records.write(new DataFile("data/x.jsonl", new RecordFile(source, lines.length), form), run);
    return Files.readString(run.resolve("data/x.jsonl"));
  }

  private static String chat(String... roles) {
    var out = new StringBuilder();
    for (String role : roles) {
      out.append(out.isEmpty() ? "" : ",").append("{\"role\":\"" + role + "\",\"content\":\"x\"}");
    }
    return "{\"messages\":[" + out + "]}";
  }

  @Test
  void a_pair_becomes_two_turns() throws IOException {
    assertThat(written(Form.MESSAGES, "{\"prompt\":\"a\\n\",\"completion\":\"b\"}"))
        .isEqualTo(
            "{\"messages\":[{\"role\":\"user\",\"content\":\"a\\n\"},"
                + "{\"role\":\"assistant\",\"content\":\"b\"}]}\n");
  }

  @Test
  void canonical_lines_stay_as_they_are() throws IOException {
    assertThat(written(Form.CANONICAL, "{\"text\": \"a\\u00e9\"}"))
        .isEqualTo("{\"text\": \"a\\u00e9\"}\n");
  }

  @Test
  void alternating_conversations_pass() throws IOException {
    String good = chat("system", "user", "assistant", "tool", "assistant");
    assertThat(written(Form.ALTERNATING, good, chat("user", "assistant")))
        .isEqualTo(good + "\n" + chat("user", "assistant") + "\n");
  }

  @Test
  void a_conversation_that_a_tool_would_leave_out_is_refused_with_its_line() {
    assertThatThrownBy(() -> written(Form.ALTERNATING, chat("user", "assistant"), chat("user")))
        .hasMessageContaining("line 2: the last message is not of the assistant");
    assertThatThrownBy(() -> written(Form.ALTERNATING, chat("user", "user", "assistant")))
        .hasMessageContaining("line 1: message 2 is of user");
    assertThatThrownBy(() -> written(Form.ALTERNATING, chat("system")))
        .hasMessageContaining("the last message");
    assertThatThrownBy(() -> written(Form.MESSAGES, "{\"prompt\":\"a\"}"))
        .hasMessageContaining("line 1: field \"completion\" is missing");
  }

  @Test
  void a_file_that_changed_since_it_was_checked_is_refused() {
    Path source = run.resolve("in.jsonl");
    Plans.write(source, "{}\n{}\n");
    var data = new DataFile("data/x.jsonl", new RecordFile(source, 3), Form.CANONICAL);
    assertThatThrownBy(() -> Records.write(data, run)).hasMessageContaining("has 2 records, not 3");
  }

  @Test
  void nothing_is_written_outside_the_run() {
    var source = new RecordFile(Path.of("/in"), 1);
    for (String path :
        new String[] {"../x", "/x", "data/../x", "data", "data/.x", "data/a/../../x"}) {
      assertThatThrownBy(() -> new DataFile(path, source, Form.CANONICAL))
          .as(path)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
