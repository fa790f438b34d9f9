package org.obol.finetune.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.finetune.provenance.ExampleDataset;
import org.obol.finetune.provenance.ExampleRun;

/** Every file of a run changed, taken away, swapped with another, and one more put beside. */
class TamperMatrixTest {

  private static final VerifyOptions PINNED =
      VerifyOptions.NONE.withOwner(ExampleDataset.OWNER.address());

  /** Places in each file that are tried; all of them in the long build. */
  private static final int PLACES = Boolean.getBoolean("obol.long") ? Integer.MAX_VALUE : 20;

  @TempDir Path run;

  @BeforeEach
  void record() {
    ExampleRun.record(run);
    assertThat(VerifyRun.run(run, PINNED).verdict()).isEqualTo(Verdict.VERIFIED);
  }

  @Test
  void the_run_has_the_files_that_it_should() {
    assertThat(files())
        .containsExactly(
            "adapter.safetensors",
            "adapter/README.md",
            "adapter/adapter_config.json",
            "adapter/adapter_model.safetensors",
            "attestations.intoto.jsonl",
            "bom.cdx.json",
            "dataset/log.json",
            "dataset/manifest.json",
            "dataset/receipt-1.json",
            "dataset/seller.json",
            "eval.json",
            "model.sig",
            "run.manifest",
            "run.manifest.sig");
  }

  @Test
  void one_flipped_bit_is_noticed_and_the_file_named() throws IOException {
    for (String name : files()) {
      byte[] honest = Files.readAllBytes(run.resolve(name));
      for (int place : places(honest.length)) {
        byte[] changed = honest.clone();
        changed[place] ^= (byte) (1 << (place % 8));
        Files.write(run.resolve(name), changed);
        assertNamed(name, "bit %d of byte %d".formatted(place % 8, place));
      }
      Files.write(run.resolve(name), honest);
    }
    assertThat(VerifyRun.run(run, PINNED).verdict()).isEqualTo(Verdict.VERIFIED);
  }

  @Test
  void a_byte_more_or_less_is_noticed_and_the_file_named() throws IOException {
    for (String name : files()) {
      byte[] honest = Files.readAllBytes(run.resolve(name));
      Files.write(run.resolve(name), Arrays.copyOf(honest, honest.length - 1));
      assertNamed(name, "a byte less");
      byte[] longer = Arrays.copyOf(honest, honest.length + 1);
      longer[honest.length] = '\n';
      Files.write(run.resolve(name), longer);
      assertNamed(name, "a line more");
      Files.write(run.resolve(name), new byte[0]);
      assertNamed(name, "empty");
      Files.write(run.resolve(name), honest);
    }
  }

  @Test
  void a_missing_file_is_named_as_missing() throws IOException {
    for (String name : files()) {
      byte[] honest = Files.readAllBytes(run.resolve(name));
      Files.delete(run.resolve(name));
      VerifyReport report = assertNamed(name, "deleted");
      assertThat(report.failure()).as(name).contains(FailureClass.MISSING_FILE);
      Files.write(run.resolve(name), honest);
    }
  }

  @Test
  void two_swapped_files_are_both_named() throws IOException {
    List<String> names = files();
    for (int i = 0; i < names.size(); i++) {
      for (int j = i + 1; j < names.size(); j++) {
        Path one = run.resolve(names.get(i));
        Path other = run.resolve(names.get(j));
        byte[] a = Files.readAllBytes(one);
        byte[] b = Files.readAllBytes(other);
        Files.write(one, b);
        Files.write(other, a);
        // Without a manifest there is nothing to hold other files against.
        if (!Arrays.equals(a, b) && !names.get(j).equals("run.manifest")) {
          assertNamed(names.get(i), "swapped with " + names.get(j));
        }
        if (!Arrays.equals(a, b) && !names.get(i).equals("run.manifest")) {
          assertNamed(names.get(j), "swapped with " + names.get(i));
        }
        Files.write(one, a);
        Files.write(other, b);
      }
    }
  }

  @Test
  void a_file_more_in_the_adapter_or_the_evidence_is_named() throws IOException {
    for (String name : List.of("adapter/pytorch_model.bin", "adapter/x/y.py", "dataset/other")) {
      ExampleRun.write(run, name, new byte[] {1});
      VerifyReport report = assertNamed(name, "added");
      assertThat(report.failure()).contains(FailureClass.UNLISTED);
      Files.delete(run.resolve(name));
    }
  }

  @Test
  void a_file_more_beside_the_run_is_named_as_no_part_of_it() {
    ExampleRun.write(run, "adapter-2.safetensors", new byte[] {1});
    ExampleRun.write(run, "adapters/x", new byte[] {1});
    VerifyReport report = VerifyRun.run(run, PINNED);
    assertThat(report.outcome(Step.OUTPUTS).detail())
        .contains("no part of the run: adapter-2.safetensors, adapters/x");
  }

  @Test
  void a_log_that_is_passed_on_has_to_be_the_one_that_was_hashed() {
    ExampleRun.write(run, "logs/train.log", "step 2".getBytes(StandardCharsets.UTF_8));
    assertNamed("logs/train.log", "changed");
    ExampleRun.write(run, "logs/train.log", "step 1".getBytes(StandardCharsets.UTF_8));
    assertThat(VerifyRun.run(run, PINNED).verdict()).isEqualTo(Verdict.VERIFIED);
  }

  private VerifyReport assertNamed(String name, String change) {
    VerifyReport report = VerifyRun.run(run, PINNED);
    String failures =
        report.outcomes().values().stream()
            .filter(outcome -> outcome instanceof Outcome.Failed)
            .map(Outcome::detail)
            .collect(Collectors.joining("\n"));
    assertThat(report.verdict())
        .as("%s, %s: %s", name, change, report.text())
        .isEqualTo(Verdict.FAILED);
    assertThat(report.failure()).as("%s, %s", name, change).isPresent();
    assertThat(failures).as("%s, %s", name, change).contains("\"" + name);
    return report;
  }

  private static List<Integer> places(int length) {
    int step = Math.max(1, length / PLACES);
    return IntStream.iterate(0, i -> i < length, i -> i + step).boxed().toList();
  }

  private List<String> files() {
    try (Stream<Path> all = Files.walk(run)) {
      return List.copyOf(
          all.filter(Files::isRegularFile)
              .map(path -> run.relativize(path).toString())
              .collect(Collectors.toCollection(TreeSet::new)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
