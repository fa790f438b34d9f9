package org.obol.anonymize.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.anonymize.AnonymizeException;
import org.obol.anonymize.DatasetKey;
import org.obol.anonymize.Numbering;
import org.obol.anonymize.NumberingFile;
import org.obol.anonymize.Policy;
import org.obol.anonymize.Report;
import org.obol.anonymize.scan.Detector;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

class AnonymizeJobFailureTest {
  private final Jobs jobs;

  AnonymizeJobFailureTest(@TempDir Path folder) {
    jobs = new Jobs(folder);
  }

  @Test
  void aBadLineEndsTheJobWithItsPlaceAndNoOutput() throws IOException {
    String good = "{\"a\":\"b@x.org\"}\n";
    Path first = Files.writeString(jobs.path("a.jsonl"), good.repeat(70));
    Path second =
        Files.writeString(
            jobs.path("b.jsonl"), good.repeat(99) + "\n{\"secret@x.org\" 1}\n" + good + "{\n");
    NumberingFile.save(Numbering.kept(DatasetKey.random()), jobs.path("numbering"));
    byte[] before = Files.readAllBytes(jobs.path("numbering"));
    Set<String> files = jobs.files(".");
    Settings settings =
        Settings.of(Policy.full()).numberedBy(jobs.path("numbering")).inRangesOf(300);
    assertThatThrownBy(() -> jobs.run(List.of(first, second), "out", settings))
        .isInstanceOf(AnonymizeException.class)
        .hasMessageContaining("b.jsonl, line 101, column 17: ")
        .hasMessageNotContaining("secret");
    assertThat(jobs.files(".")).isEqualTo(files);
    assertThat(jobs.path("numbering")).hasBinaryContent(before);
  }

  @Test
  void badLinesAreLeftOutWhenAsked() throws IOException {
    Policy policy = Jobs.policy(Map.of(), List.of(), true);
    Path input =
        Files.writeString(jobs.path("in"), "\"a@x.org\"\n{\"b@x.org <EMAIL_1>\n\n\"b@x.org\"\n{");
    Report report = jobs.run(List.of(input), "out", Settings.of(policy).inRangesOf(4));
    assertThat(Jobs.text(jobs.parts("out"))).isEqualTo("\"<EMAIL_1>\"\n\n\"<EMAIL_2>\"\n");
    assertThat(report.droppedLines()).isEqualTo(2);
    assertThat(report.lines()).isEqualTo(5);
  }

  @Test
  void aDetectorThatFailsEndsTheJobWithoutOutput() throws IOException {
    Path input = Files.writeString(jobs.path("in"), "\"a\"\n");
    Detector failing = new WordDetector("a");
    Policy odd =
        Jobs.policy(Map.of(), List.of((texts, spans) -> failing.detect(texts, spans)), false);
    assertThatThrownBy(() -> jobs.run(List.of(input), "out", Settings.of(odd)))
        .hasMessageContaining("cannot be sent to a cluster");
    Policy stopping = Jobs.policy(Map.of(), List.of(new Stopping()), false);
    assertThatThrownBy(() -> jobs.run(List.of(input), "out", Settings.of(stopping)))
        .isInstanceOf(AnonymizeException.class)
        .hasMessageContaining("Spark gave up");
    assertThat(jobs.files(".")).containsExactly("in");
  }

  @Test
  void inputsAndOutputsThatCannotBeUsedAreRefused() throws IOException {
    Path input = Files.writeString(jobs.path("in"), "\"a\"\n");
    Files.createDirectory(jobs.path("old"));
    assertThatThrownBy(() -> jobs.run(List.of(input), "old", Settings.of(Policy.full())))
        .hasMessageContaining("is there already");
    assertThatThrownBy(
            () -> jobs.run(List.of(jobs.path("none*")), "out", Settings.of(Policy.full())))
        .hasMessageContaining("there is no such file");
    Settings each = Settings.of(Policy.full()).withOneFileEach();
    assertThatThrownBy(() -> jobs.run(List.of(input, input), "out", each))
        .hasMessageContaining("two inputs are called in");
    assertThat(jobs.files(".")).containsExactlyInAnyOrder("in", "old");
  }

  @Test
  void nothingThatSparkWritesHoldsAValue() throws IOException {
    Path input = Files.writeString(jobs.path("in"), new Records(4).lines(200_000, "\n"));
    jobs.run(List.of(input), "out", Settings.of(Policy.full()).inRangesOf(10_000));
    try (Stream<Path> written = Files.walk(Cluster.SCRATCH)) {
      for (Path file : written.filter(Files::isRegularFile).toList()) {
        assertThat(Jobs.text(Files.readAllBytes(file))).doesNotContain("example.org");
      }
    }
  }

  /** Stops as a model does that cannot be asked. */
  private record Stopping() implements Detector, Serializable {
    @Override
    public void detect(List<Text> texts, List<Spans> spans) {
      throw new IllegalStateException("no model");
    }
  }
}
