package org.obol.finetune.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;
import org.obol.dataset.VerificationException;
import org.obol.finetune.backend.Cancellation;
import org.obol.finetune.backend.TrainingEvent;
import org.obol.finetune.data.DataReport;
import org.obol.finetune.provenance.RunDocument;

/** Runs that end early, and what the same command makes of them. */
final class ContinuedRunTest {

  @TempDir Path dir;
  @TempDir Path elsewhere;
  private TinyRun tiny;
  private final List<TrainingEvent> events = new ArrayList<>();

  @BeforeEach
  void prepare() throws IOException {
    tiny = TinyRun.in(dir);
  }

  @Test
  void a_process_that_is_killed_at_any_step_is_gone_on_with_to_the_same_adapter() throws Exception {
    long seed = Long.getLong("obol.seed", System.nanoTime());
    System.out.println("ContinuedRunTest: -Dobol.seed=" + seed);
    int killed = 51 + new SplittableRandom(seed).nextInt(TinyRun.STEPS - 51);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                TinyRun.class.getName(),
                dir.toString(),
                Integer.toString(killed))
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isEqualTo(128 + 9);
    assertThat(tiny.out()).doesNotExist();

    RunDocument run = tiny.run(events::add, new Cancellation());

    int from = killed / 50 * 50;
    assertThat(events.getFirst())
        .isEqualTo(new TrainingEvent.Message("going on after step %d of 120".formatted(from)));
    assertThat(steps(events)).first().isEqualTo(from + 1L);
    assertThat(weights(run)).isEqualTo(uninterrupted());
    assertThat(tiny.out().resolve("checkpoints")).doesNotExist();
    assertThat(tiny.out().resolve("unfinished.json")).doesNotExist();
    assertThat(tiny.unfinished()).doesNotExist();
    assertThat(Files.readAllLines(tiny.out().resolve("logs/progress.jsonl")))
        .hasSize(killed + 1 + TinyRun.STEPS - from);
  }

  @Test
  void a_run_that_was_asked_to_stop_says_how_to_go_on_and_does() throws Exception {
    stopAfter(7);
    assertThat(Files.exists(tiny.unfinished().resolve("checkpoints/checkpoint-0000000007")))
        .isTrue();

    try (FineTune tune = tiny.open()) {
      var usable = (DataReport.Usable) tune.check();
      assertThatThrownBy(() -> tune.dryRun(usable))
          .hasMessageContaining("run.unfinished is left of a run that was cut off");
    }
    RunDocument run = tiny.run(events::add, new Cancellation());

    assertThat(steps(events)).hasSize(TinyRun.STEPS).doesNotHaveDuplicates();
    assertThat(weights(run)).isEqualTo(uninterrupted());
  }

  @Test
  void the_checkpoint_of_other_settings_or_records_is_refused_and_kept() throws Exception {
    stopAfter(7);
    Path checkpoint = tiny.unfinished().resolve("checkpoints/checkpoint-0000000007");
    byte[] before = Files.readAllBytes(checkpoint);

    refused(tiny.rate("0.02"), "is of a run with another base model, other records or other");
    Path records = dir.resolve("records.jsonl");
    String right = Files.readString(records);
    Files.writeString(records, right.replace("19", "18"));
    refused(tiny, "is of a run with another base model, other records or other");
    Files.writeString(records, right);

    assertThat(checkpoint).hasBinaryContent(before);
    assertThat(weights(tiny.run(events::add, new Cancellation()))).isEqualTo(uninterrupted());
  }

  @Test
  void a_damaged_checkpoint_is_named_and_never_used() throws Exception {
    stopAfter(7);
    Path checkpoint = tiny.unfinished().resolve("checkpoints/checkpoint-0000000007");
    byte[] bytes = Files.readAllBytes(checkpoint);
    bytes[bytes.length / 2] ^= 1;
    Files.write(checkpoint, bytes);
    events.clear();

    RunDocument run = tiny.run(events::add, new Cancellation());

    assertThat(events.getFirst())
        .isInstanceOfSatisfying(
            TrainingEvent.Message.class,
            note -> assertThat(note.text()).startsWith(checkpoint + " is damaged: "));
    assertThat(steps(events)).first().isEqualTo(1L);
    assertThat(weights(run)).isEqualTo(uninterrupted());
  }

  @Test
  void another_backend_goes_on_from_nothing_and_removes_nothing_unasked() throws Exception {
    stopAfter(7);
    refused(tiny.with("mock"), "with jvm, and mock cannot go on from it: --restart throws it away");
    assertThat(tiny.unfinished().resolve("checkpoints")).isNotEmptyDirectory();

    try (FineTune tune = tiny.with("mock").open()) {
      assertThat(tune.resumes()).isFalse();
      assertThat(tune.discard()).isTrue();
      assertThat(tune.discard()).isFalse();
    }
    tiny.with("mock").run(events::add, new Cancellation());
    assertThat(tiny.out()).isDirectory();
  }

  @Test
  void a_folder_that_no_run_has_left_is_neither_used_nor_removed() throws Exception {
    Path own = Files.createDirectories(tiny.unfinished().resolve("checkpoints"));
    Files.writeString(own.resolve("model.pt"), "of the user");

    refused(tiny, "run.unfinished is there already: take it away");
    try (FineTune tune = tiny.open()) {
      assertThatThrownBy(tune::discard).hasMessageContaining("is there already");
    }
    assertThat(own.resolve("model.pt")).exists();
  }

  @Test
  void a_run_whose_name_was_taken_meanwhile_keeps_all_that_it_needs_to_go_on() throws Exception {
    Path link = tiny.out();
    assertThatThrownBy(
            () ->
                tiny.run(
                    event -> {
                      if (event instanceof TrainingEvent.Step step && step.step() == 3) {
                        link(link);
                      }
                    },
                    new Cancellation()))
        .hasMessageContaining("run is there already");
    assertThat(tiny.unfinished().resolve("unfinished.json")).exists();
    assertThat(tiny.unfinished().resolve("checkpoints")).isNotEmptyDirectory();
    refused(tiny, "run is there already");
    try (FineTune tune = tiny.open()) {
      assertThatThrownBy(tune::discard).hasMessageContaining("run is there already");
    }
    assertThat(tiny.unfinished().resolve("checkpoints")).isNotEmptyDirectory();

    Files.delete(link);
    assertThat(weights(tiny.run(events::add, new Cancellation()))).isEqualTo(uninterrupted());
    assertThat(steps(events)).as("nothing is trained twice").isEmpty();
    try (Stream<Path> files = Files.list(tiny.out())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .doesNotContain("checkpoints", "unfinished.json");
    }
  }

  private static void link(Path link) {
    try {
      Files.createSymbolicLink(link, link.resolveSibling("nowhere"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_look_that_was_cut_off_is_in_nobodys_way_and_a_report_is_never_removed() throws Exception {
    Path work = Files.createDirectories(tiny.unfinished().resolve("work"));
    Files.writeString(work.resolve("train.jsonl"), "half");
    Files.writeString(
        tiny.unfinished().resolve("unfinished.json"),
        "{\"backend\":\"jvm\",\"started_at\":\"2026-11-22T09:00:00Z\"}");
    try (FineTune tune = tiny.open()) {
      DataReport report = tune.check();
      assertThat(tune.validate(report)).exists();
      assertThat(tune.dryRun((DataReport.Usable) report).prepared().steps()).isPositive();
      assertThat(tiny.unfinished()).doesNotExist();

      // As a look at the records with --out run.unfinished leaves it.
      Path own = Validation.write(tiny.unfinished(), report);
      assertThatThrownBy(() -> tune.dryRun((DataReport.Usable) report))
          .hasMessageContaining("run.unfinished is there already");
      assertThat(own).exists();
    }
  }

  @Test
  void a_base_that_changes_while_it_is_trained_on_is_not_signed_for() {
    Path config = dir.resolve("base/generation_config.json");
    assertThatThrownBy(
            () ->
                tiny.run(
                    event -> {
                      if (event instanceof TrainingEvent.Step step && step.step() == 3) {
                        write(config);
                      }
                    },
                    new Cancellation()))
        .isInstanceOf(VerificationException.class)
        .hasMessageContaining("was changed while it was trained on");
    assertThat(tiny.out()).doesNotExist();
  }

  private static void write(Path file) {
    try {
      Files.writeString(file, "{}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void two_runs_to_the_same_folder_never_meet() throws Exception {
    List<String> second = new ArrayList<>();
    tiny.run(
        event -> {
          if (event instanceof TrainingEvent.Step step && step.step() == 3) {
            try (FineTune tune = tiny.open()) {
              assertThatThrownBy(tune::discard).hasMessageContaining("another run is at work in");
            }
            assertThatThrownBy(() -> tiny.run(e -> {}, new Cancellation()))
                .satisfies(failure -> second.add(String.valueOf(failure.getMessage())));
          }
        },
        new Cancellation());
    assertThat(second).singleElement().asString().contains("another run is at work in");
    assertThat(tiny.out()).isDirectory();
  }

  @Test
  void a_run_that_never_began_to_train_is_in_nobodys_way() throws Exception {
    refused(tiny.with("trl"), "backend trl cannot run");
    assertThat(tiny.unfinished()).doesNotExist();

    Path mark = Files.createDirectories(tiny.unfinished()).resolve("unfinished.json");
    Files.writeString(
        mark, "{\"backend\":\"llama-factory\",\"started_at\":\"2026-11-22T09:00:00Z\"}");
    tiny.run(events::add, new Cancellation());
    assertThat(tiny.out()).isDirectory();
  }

  private void stopAfter(long steps) {
    var cancellation = new Cancellation();
    assertThatThrownBy(
            () ->
                tiny.run(
                    event -> {
                      events.add(event);
                      if (event instanceof TrainingEvent.Step step && step.step() == steps) {
                        cancellation.cancel("enough");
                      }
                    },
                    cancellation))
        .hasMessage(
            "training was stopped after step 7: enough; the same command goes on from there");
  }

  private static void refused(TinyRun run, String complaint) {
    assertThatThrownBy(() -> run.run(event -> {}, new Cancellation()))
        .isInstanceOf(ObolException.class)
        .hasMessageContaining(complaint);
  }

  private Sha256 uninterrupted() throws IOException {
    return weights(TinyRun.in(elsewhere).run(event -> {}, new Cancellation()));
  }

  private static Sha256 weights(RunDocument run) {
    return run.manifest().outputs().weights().sha256();
  }

  private static List<Long> steps(List<TrainingEvent> events) {
    return events.stream()
        .flatMap(
            event ->
                event instanceof TrainingEvent.Step step ? Stream.of(step.step()) : Stream.empty())
        .toList();
  }
}
