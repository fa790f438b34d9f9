package org.obol.finetune.backend.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.finetune.backend.TrainingEvent;

/** Events with their time, and an estimate of what is left. */
final class ProgressFileTest {

  @TempDir Path folder;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  private static TrainingEvent step(long step, double loss) {
    return new TrainingEvent.Step(
        step, 10, OptionalDouble.of(loss), OptionalDouble.of(0.5), Optional.empty());
  }

  @Test
  void the_pace_is_that_since_the_first_step() throws Exception {
    Path file = folder.resolve("progress.jsonl");
    List<TrainingEvent> seen = new ArrayList<>();
    try (var progress = new ProgressFile(file, () -> now, seen::add)) {
      // Loading took an hour, and says nothing.
      now = now.plusSeconds(3600);
      progress.accept(step(2, 1.5));
      now = now.plusSeconds(8);
      progress.accept(step(4, Double.NaN));
      progress.accept(new TrainingEvent.Evaluation(2, "eval_loss", "raw"));
      progress.accept(new TrainingEvent.Message("hi"));
    }
    assertThat(seen).hasSize(4);
    assertThat(file)
        .hasContent(
            """
            {"time":"2026-01-01T01:00:00Z","event":"step","step":2,"total":10,"loss":1.5,"rate":0.5}
            {"time":"2026-01-01T01:00:08Z","event":"step","step":4,"total":10,"loss":"NaN","rate":0.5,"remainingSeconds":24}
            {"time":"2026-01-01T01:00:08Z","event":"evaluation","name":"eval_loss","loss":2.0}
            {"time":"2026-01-01T01:00:08Z","event":"message","text":"hi"}
            """);
  }

  @Test
  void what_was_cut_off_is_gone_on_with_on_a_line_of_its_own() throws Exception {
    Path file = folder.resolve("progress.jsonl");
    Files.writeString(file, "{\"event\":\"step\"}\n{\"ev");
    for (String text : List.of("one", "two")) {
      try (var progress = new ProgressFile(file, () -> now, event -> {})) {
        progress.accept(new TrainingEvent.Message(text));
      }
    }
    assertThat(file)
        .hasContent(
            """
            {"event":"step"}
            {"ev
            {"time":"2026-01-01T00:00:00Z","event":"message","text":"one"}
            {"time":"2026-01-01T00:00:00Z","event":"message","text":"two"}
            """);
  }
}
