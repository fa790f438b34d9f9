package org.obol.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
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
  void every_damage_is_noticed() throws Exception {
    Training training = AdapterHash.training(EPOCHS);
    training.run(run(100), p -> {}, () -> false);
    Path file = folder.resolve("checkpoint");
    byte[] good = Files.readAllBytes(file);
    for (int at = 0; at < good.length; at += 97) {
      byte[] bad = good.clone();
      bad[at] ^= 4;
      Files.write(file, bad);
      refused(training, "is damaged", "is not a checkpoint of this version");
    }
    for (int length : new int[] {0, 5, 26, 60, 100, good.length - 1}) {
      Files.write(file, Arrays.copyOf(good, length));
      refused(training, "is damaged", "is not a checkpoint of this version");
    }
  }

  @Test
  void the_checkpoint_of_another_run_is_refused() {
    AdapterHash.training(EPOCHS).run(run(100), p -> {}, () -> false);
    refused(AdapterHash.training(EPOCHS + 1), "is of a run with another base model");
    var config = ModelForTest.llama();
    refused(
        new Training(
            ModelForTest.base(config),
            ModelForTest.settings(EPOCHS),
            AdapterHash.RECORDS,
            List.of()),
        "is of a run with another base model");
  }

  private void refused(Training training, String... complaints) {
    assertThatThrownBy(() -> training.run(run(100), p -> {}, () -> false))
        .isInstanceOf(ObolException.class)
        .hasMessageContaining(folder.resolve("checkpoint").toString())
        .message()
        .satisfies(m -> assertThat(List.of(complaints)).anyMatch(m::contains))
        .endsWith("; remove it to train from the beginning");
  }

  private RunSettings run(int every) {
    return new RunSettings(1, folder, every, 0);
  }

  private static Sha256 whole() {
    try {
      Path folder = Files.createTempDirectory("obol-trainer");
      var run = new RunSettings(2, folder, 100, 0);
      Sha256 hash = AdapterHash.of(AdapterHash.training(EPOCHS).run(run, p -> {}, () -> false));
      Files.delete(folder.resolve("checkpoint"));
      Files.delete(folder);
      return hash;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
