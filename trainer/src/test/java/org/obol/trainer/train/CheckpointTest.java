package org.obol.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;
import org.obol.trainer.ModelForTest;

/** Runs that end early and go on. */
class CheckpointTest {

  private static final int EPOCHS = 3;
  private static final Sha256 WHOLE = whole();

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void a_run_that_was_stopped_ends_with_the_same_bytes(int steps) {
    Training training = AdapterHash.training(EPOCHS);
    List<Integer> seen = new ArrayList<>();
    Outcome outcome = training.run(run(100), p -> seen.add(p.step()), () -> seen.size() == steps);
    assertThat(outcome).isEqualTo(new Outcome.Stopped(steps));
    assertThat(AdapterHash.of(training.run(run(100), p -> seen.add(p.step()), () -> false)))
        .isEqualTo(WHOLE);
    assertThat(seen).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void a_run_that_was_killed_ends_with_the_same_bytes(int steps) {
    Training training = AdapterHash.training(EPOCHS);
    assertThatThrownBy(
            () ->
                training.run(
                    run(2),
                    progress -> {
                      if (progress.step() == steps) {
                        throw new CancellationException();
                      }
                    },
                    () -> false))
        .isInstanceOf(CancellationException.class);
    List<Integer> seen = new ArrayList<>();
    assertThat(
            AdapterHash.of(
                AdapterHash.training(EPOCHS).run(run(2), p -> seen.add(p.step()), () -> false)))
        .isEqualTo(WHOLE);
    assertThat(seen).hasSize(6 - steps / 2 * 2);
  }

  @Test
  void what_is_damaged_is_named_and_the_one_before_it_is_used() throws Exception {
    Path newest = stoppedAfterFourSteps().getLast();
    byte[] good = Files.readAllBytes(newest);
    for (int at = 0; at < good.length; at += 997) {
      byte[] bad = good.clone();
      bad[at] ^= 4;
      assertThat(notes(newest, bad))
          .hasSize(2)
          .anyMatch(note -> note.startsWith(newest + " is ") && note.endsWith("it is not used"))
          .contains("going on after step 2 of 6");
    }
    for (int length : new int[] {0, 5, 26, 60, 100, good.length - 1}) {
      assertThat(notes(newest, Arrays.copyOf(good, length))).hasSize(2);
    }
    assertThat(notes(newest, good)).containsExactly("going on after step 4 of 6");
  }

  @Test
  void a_run_goes_on_from_before_the_damage_and_ends_with_the_same_bytes() throws Exception {
    Files.write(stoppedAfterFourSteps().getLast(), new byte[] {1});
    List<Integer> seen = new ArrayList<>();

    Outcome outcome =
        AdapterHash.training(EPOCHS).run(run(100), p -> seen.add(p.step()), () -> false);

    assertThat(AdapterHash.of(outcome)).isEqualTo(WHOLE);
    assertThat(seen).containsExactly(3, 4, 5, 6);
  }

  @Test
  void without_anything_whole_a_run_begins_anew_and_says_why() throws Exception {
    for (Path file : stoppedAfterFourSteps()) {
      Files.writeString(file, "?");
    }
    var notes = new Notes();
    Outcome outcome = AdapterHash.training(EPOCHS).run(run(100), notes, () -> false);

    assertThat(notes.texts()).hasSize(2).allMatch(note -> note.endsWith("it is not used"));
    assertThat(AdapterHash.of(outcome)).isEqualTo(WHOLE);
  }

  @Test
  void no_more_than_two_are_kept_and_nothing_of_what_was_cut_off() throws Exception {
    Path cut = Files.writeString(folder.resolve(".checkpoint-0000000003.123.tmp"), "half");
    Path other = Files.writeString(folder.resolve("notes.txt"), "of the user");

    AdapterHash.training(EPOCHS).run(run(1), p -> {}, () -> false);

    assertThat(cut).doesNotExist();
    assertThat(other).exists();
    assertThat(checkpoints())
        .extracting(file -> file.getFileName().toString())
        .containsExactly("checkpoint-0000000005", "checkpoint-0000000006");
  }

  @Test
  void the_checkpoint_of_another_run_is_refused_and_left_alone() throws Exception {
    List<Path> before = stoppedAfterFourSteps();
    byte[] newest = Files.readAllBytes(before.getLast());

    refused(AdapterHash.training(EPOCHS + 1));
    refused(
        new Training(
            ModelForTest.base(ModelForTest.llama()),
            ModelForTest.settings(EPOCHS),
            AdapterHash.RECORDS,
            List.of()));
    refused(
        new Training(
            ModelForTest.base(AdapterHash.config()),
            ModelForTest.settings(EPOCHS),
            AdapterHash.RECORDS.reversed(),
            List.of()));

    assertThat(checkpoints()).isEqualTo(before);
    assertThat(before.getLast()).hasBinaryContent(newest);
  }

  @Test
  void slow_steps_have_a_checkpoint_every_minute() {
    var now = new AtomicLong();
    var pace = new CheckpointPace(3, now::get);
    assertThat(List.of(pace.stepped(), pace.stepped(), pace.stepped(), pace.stepped()))
        .containsExactly(false, false, true, false);
    now.addAndGet(CheckpointPace.LONGEST.toNanos() - 1);
    assertThat(pace.stepped()).isFalse();
    now.addAndGet(1);
    assertThat(pace.stepped()).isTrue();
    assertThat(pace.stepped()).isFalse();
  }

  /** A listener that keeps what is noted. */
  private record Notes(List<String> texts) implements ProgressListener {

    Notes() {
      this(new ArrayList<>());
    }

    @Override
    public void progressed(Progress progress) {}

    @Override
    public void noted(String note) {
      texts.add(note);
    }
  }

  /** The checkpoints after two and after four of six steps. */
  private List<Path> stoppedAfterFourSteps() throws IOException {
    List<Integer> seen = new ArrayList<>();
    AdapterHash.training(EPOCHS).run(run(2), p -> seen.add(p.step()), () -> seen.size() == 4);
    return checkpoints();
  }

  /** What is noted when the newest checkpoint is {@code content}; nothing is trained. */
  private List<String> notes(Path newest, byte[] content) throws IOException {
    Files.write(newest, content);
    var training = AdapterHash.training(EPOCHS);
    var notes = new Notes();
    assertThatThrownBy(
            () ->
                training.run(
                    run(100),
                    notes,
                    () -> {
                      throw new CancellationException();
                    }))
        .isInstanceOf(CancellationException.class);
    return notes.texts();
  }

  private List<Path> checkpoints() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("checkpoint-"))
          .sorted()
          .toList();
    }
  }

  private void refused(Training training) {
    assertThatThrownBy(() -> training.run(run(100), p -> {}, () -> false))
        .isInstanceOf(ObolException.class)
        .hasMessageContaining("checkpoint-0000000004 is of a run with another base model")
        .hasMessageEndingWith("remove " + folder + " to train from the beginning");
  }

  private RunSettings run(int every) {
    return new RunSettings(1, folder, every, 0);
  }

  private static Sha256 whole() {
    try {
      return AdapterHash.train(2, EPOCHS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
