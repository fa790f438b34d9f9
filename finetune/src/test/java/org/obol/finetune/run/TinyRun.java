package org.obol.finetune.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.obol.crypto.PrivateKey;
import org.obol.finetune.backend.Cancellation;
import org.obol.finetune.backend.Device;
import org.obol.finetune.backend.Toolchain;
import org.obol.finetune.backend.TrainingEvent;
import org.obol.finetune.data.DataOptions;
import org.obol.finetune.data.DataReport;
import org.obol.finetune.data.HeldOut;
import org.obol.finetune.provenance.AttestationKey;
import org.obol.finetune.provenance.DatasetBinding;
import org.obol.finetune.provenance.RunDocument;
import org.obol.finetune.provenance.RunKeys;
import org.obol.trainer.Hyperparameters;
import org.obol.trainer.LoraSettings;
import org.obol.trainer.Schedule;
import org.obol.trainer.base.BaseInit;
import org.obol.trainer.base.Preset;

/**
 * Runs of 120 steps on a small model in {@code dir}, and a program that kills itself in one.
 *
 * @param epochs of 20 steps each
 */
record TinyRun(Path dir, String backend, String rate, int epochs) {

  static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  static final int STEPS = 120;

  /** In {@code dir}, where the model and the records are made when they are not there. */
  static TinyRun in(Path dir) throws IOException {
    if (Files.notExists(dir.resolve("base"))) {
      BaseInit.create(dir.resolve("base"), Preset.TINY_LLAMA, 7);
      Files.writeString(
          dir.resolve("records.jsonl"),
          IntStream.range(0, 20)
              .mapToObj(i -> "{\"prompt\":\"%d?\",\"completion\":\"%d.\"}\n".formatted(i, i))
              .collect(Collectors.joining()),
          UTF_8);
    }
    return new TinyRun(dir, "jvm", "0.01", 6);
  }

  TinyRun with(String other) {
    return new TinyRun(dir, other, rate, epochs);
  }

  TinyRun rate(String other) {
    return new TinyRun(dir, backend, other, epochs);
  }

  Path out() {
    return dir.resolve("run");
  }

  Path unfinished() {
    return dir.resolve("run.unfinished");
  }

  /** Trains into {@link #out}; stops when {@code events} cancels. */
  RunDocument run(Consumer<TrainingEvent> events, Cancellation cancellation) {
    try (FineTune tune = open()) {
      return tune.run(
          (DataReport.Usable) tune.check(),
          DatasetBinding.unverified(dir.resolve("records.jsonl")),
          new RunKeys(
              PrivateKey.generate(), AttestationKey.generate(), NOW, NOW.plusSeconds(86_400)),
          List.of(dir),
          events,
          cancellation);
    }
  }

  FineTune open() {
    var settings =
        new Hyperparameters(
            new LoraSettings(2, BigDecimal.valueOf(4), List.of("q_proj")),
            new BigDecimal(rate),
            epochs,
            1,
            1,
            64,
            Schedule.LINEAR,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ONE,
            42);
    var request =
        new FineTuneRequest(
            dir.resolve("records.jsonl"),
            dir.resolve("base"),
            "tiny-llama",
            Optional.empty(),
            DataOptions.defaults().split(new HeldOut.None(), 42),
            settings,
            Device.AUTO,
            Duration.ofMinutes(5),
            out(),
            1);
    return new FineTune(
        request, backend, new Toolchain(Optional.empty(), Map.of()), () -> NOW, "test");
  }

  /**
   * Trains in the folder {@code args[0]} and is killed by the system after step {@code args[1]}.
   */
  public static void main(String[] args) throws IOException {
    long fatal = Long.parseLong(args[1]);
    TinyRun.in(Path.of(args[0])).run(event -> dieAfter(fatal, event), new Cancellation());
  }

  private static void dieAfter(long fatal, TrainingEvent event) {
    if (event instanceof TrainingEvent.Step step && step.step() == fatal) {
      String pid = Long.toString(ProcessHandle.current().pid());
      try {
        new ProcessBuilder("kill", "-9", pid).start();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      LockSupport.parkNanos(Duration.ofMinutes(1).toNanos());
    }
  }
}
