package org.obol.anonymize.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.anonymize.AnonymizeException;
import org.obol.anonymize.DatasetKey;
import org.obol.anonymize.Label;
import org.obol.anonymize.Numbering;
import org.obol.anonymize.NumberingFile;
import org.obol.anonymize.Operator;
import org.obol.anonymize.Policy;
import org.obol.anonymize.Report;

class AnonymizeJobTest {
  private static final boolean LONG = Boolean.getBoolean("obol.long");

  private final Jobs jobs;

  AnonymizeJobTest(@TempDir Path folder) {
    jobs = new Jobs(folder);
  }

  @ParameterizedTest
  @ValueSource(longs = {3_001, 50_000, 1 << 20})
  void bytesAndCountsAreThoseOfTheSingleProcessWhereverFilesAreCut(long range) throws IOException {
    List<Path> inputs = severalFiles();
    Report single = SingleProcess.run(Policy.full(), Numbering.once(), inputs, jobs.path("single"));
    Report report = jobs.run(inputs, "out", Settings.of(Policy.full()).inRangesOf(range));
    assertThat(jobs.parts("out")).isEqualTo(jobs.joined("single", inputs));
    assertThat(withoutSamples(report)).isEqualTo(withoutSamples(single));
    assertThat(report.places()).isEqualTo(single.places());
    assertThat(report.inputBytes()).isEqualTo(single.inputBytes());
    assertThat(report.outputBytes()).isEqualTo(single.outputBytes());
    assertThat(report.lines()).isEqualTo(single.lines());
  }

  @Test
  void eachInputCanHaveOneOutput() throws IOException {
    List<Path> inputs = severalFiles();
    SingleProcess.run(Policy.full(), Numbering.once(), inputs, jobs.path("single"));
    jobs.run(inputs, "out", Settings.of(Policy.full()).inRangesOf(40_000).withOneFileEach());
    assertThat(jobs.files("out")).isEqualTo(jobs.files("single")).hasSize(inputs.size());
    for (Path input : inputs) {
      assertThat(jobs.path("out").resolve(input.getFileName()))
          .hasSameBinaryContentAs(jobs.path("single").resolve(input.getFileName()));
    }
  }

  @Test
  void manyMegabytesInManyTasksAreThoseOfTheSingleProcess() throws IOException {
    Path input = jobs.path("in.jsonl");
    new Records(11).write(input, LONG ? 1_000_000_000 : 10_000_000);
    SingleProcess.run(Policy.full(), Numbering.once(), List.of(input), jobs.path("single"));
    jobs.run(
        List.of(input),
        "out",
        Settings.of(Policy.full()).inRangesOf(LONG ? 3_000_017 : 700_001).withOneFileEach());
    assertThat(
            Files.mismatch(
                jobs.path("out").resolve("in.jsonl"), jobs.path("single").resolve("in.jsonl")))
        .isEqualTo(-1);
  }

  @Test
  void placeholdersOfTheInputAreKeptApartWhereverTheyAre() throws IOException {
    String lines = "\"<EMAIL_2>\"\n" + new Records(5).lines(30_000, "\n") + "\"<EMAIL_1> <PHONE_3>";
    Path input = Files.writeString(jobs.path("in.jsonl"), lines + "\"\n");
    SingleProcess.run(Policy.full(), Numbering.once(), List.of(input), jobs.path("single"));
    jobs.run(List.of(input), "out", Settings.of(Policy.full()).inRangesOf(1_000));
    assertThat(jobs.parts("out")).isEqualTo(jobs.joined("single", List.of(input)));
    assertThat(Jobs.text(jobs.parts("out"))).contains("<EMAIL_3>").contains("<PHONE_4>");
    assertThat(Jobs.text(jobs.parts("out")).split("<EMAIL_1>")).hasSize(2);
  }

  @Test
  void keptNumbersAreThoseOfTheSingleProcessFromVersionToVersion() throws IOException {
    NumberingFile.save(Numbering.kept(DatasetKey.random()), jobs.path("ours"));
    Files.copy(jobs.path("ours"), jobs.path("theirs"));
    for (String version : List.of("1", "2")) {
      String lines = new Records(version.length()).lines(20_000, "\n");
      String more = new Records(Long.parseLong(version)).lines(20_000, "\n");
      Path input = Files.writeString(jobs.path("in" + version), more + lines + "\"<EMAIL_70>\"\n");
      Numbering theirs = NumberingFile.load(jobs.path("theirs"));
      Report single =
          SingleProcess.run(Policy.full(), theirs, List.of(input), jobs.path("single" + version));
      NumberingFile.save(theirs, jobs.path("theirs"));
      Settings settings =
          Settings.of(Policy.full()).numberedBy(jobs.path("ours")).inRangesOf(5_000);
      Report report = jobs.run(List.of(input), "out" + version, settings);
      assertThat(jobs.parts("out" + version))
          .isEqualTo(jobs.joined("single" + version, List.of(input)));
      assertThat(report.labels()).isEqualTo(single.labels());
      assertThat(jobs.path("ours")).hasSameTextualContentAs(jobs.path("theirs"));
    }
  }

  @Test
  void operatorsActAsInTheSingleProcess() throws IOException {
    Policy policy =
        Jobs.policy(
            Map.of(
                Label.EMAIL,
                Operator.MASK,
                Label.IPV4,
                Operator.HMAC,
                Label.PHONE,
                Operator.REMOVE),
            List.of(),
            false);
    Path input = Files.writeString(jobs.path("in"), new Records(9).lines(40_000, "\r\n"));
    NumberingFile.save(Numbering.kept(DatasetKey.random()), jobs.path("ours"));
    SingleProcess.run(
        policy, NumberingFile.load(jobs.path("ours")), List.of(input), jobs.path("single"));
    jobs.run(
        List.of(input), "out", Settings.of(policy).numberedBy(jobs.path("ours")).inRangesOf(9_000));
    assertThat(jobs.parts("out")).isEqualTo(jobs.joined("single", List.of(input)));
    assertThat(Jobs.text(jobs.parts("out")))
        .contains("*****")
        .containsPattern("<IPV4_[0-9a-f]{16}>");
    assertThatThrownBy(() -> jobs.run(List.of(input), "keyless", Settings.of(policy)))
        .isInstanceOf(AnonymizeException.class)
        .hasMessageContaining("--numbering");
  }

  @Test
  void whatBecomesAValueByAReplacementIsReplacedToo() throws IOException {
    Policy policy = Jobs.policy(Map.of(), List.of(new WordDetector("version")), false);
    String lines = "\"version 10.20.30.40\"\n\"a@x.org version\"\n".repeat(3);
    Path input = Files.writeString(jobs.path("in"), new Records(2).lines(9_000, "\n") + lines);
    SingleProcess.run(policy, Numbering.once(), List.of(input), jobs.path("single"));
    jobs.run(List.of(input), "out", Settings.of(policy).inRangesOf(2_000));
    assertThat(jobs.parts("out")).isEqualTo(jobs.joined("single", List.of(input)));
    assertThat(Jobs.text(jobs.parts("out"))).doesNotContain("10.20.30.40");
  }

  @Test
  void foldersAreReadInTheOrderOfNamesWithoutHiddenFiles() throws IOException {
    Files.createDirectories(jobs.path("data/sub"));
    Files.writeString(jobs.path("data/b"), "\"b@x.org\"\n");
    Files.writeString(jobs.path("data/a"), "\"a@x.org\"\n");
    Files.writeString(jobs.path("data/_SUCCESS"), "none");
    Files.writeString(jobs.path("data/sub/c"), "\"c@x.org a@x.org\"\n");
    jobs.run(List.of(jobs.path("data")), "out", Settings.of(Policy.full()));
    assertThat(Jobs.text(jobs.parts("out")))
        .isEqualTo("\"<EMAIL_1>\"\n\"<EMAIL_2>\"\n\"<EMAIL_3> <EMAIL_1>\"\n");
    jobs.run(List.of(jobs.path("data/*")), "again", Settings.of(Policy.full()));
    assertThat(jobs.parts("again")).isEqualTo(jobs.parts("out"));
    assertThat(jobs.files("out"))
        .containsExactlyInAnyOrder(
            "part-00000-00000.jsonl", "part-00001-00000.jsonl", "part-00002-00000.jsonl");
  }

  /** Of every kind of line end, with an empty file and a line longer than the ranges. */
  private List<Path> severalFiles() throws IOException {
    Records records = new Records(3);
    String longLine = "[\"" + "lorem ipsum a@x.org ".repeat(9_000) + "\"]\n";
    return List.of(
        Files.writeString(jobs.path("a"), records.lines(60_000, "\n") + longLine + "\n\n{}\n"),
        Files.writeString(jobs.path("b"), records.lines(60_000, "\r\n") + "[\"a@x.org\"]"),
        Files.writeString(jobs.path("c"), ""),
        Files.writeString(jobs.path("d"), longLine + records.lines(60_000, "\n")));
  }

  /** Samples are hashes under a key of the run. */
  private static Map<String, List<Long>> withoutSamples(Report report) {
    Map<String, List<Long>> counts = new TreeMap<>();
    report
        .labels()
        .forEach((label, found) -> counts.put(label, List.of(found.count(), found.distinct())));
    return counts;
  }
}
