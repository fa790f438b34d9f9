package org.obol.finetune.backend.tool;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.ObolException;
import org.obol.finetune.backend.ReportedLoss;
import org.obol.finetune.backend.RunPlan;
import org.obol.finetune.backend.TrainingEvent;

/** Where tools write the loss on held-out records, and how it is read from there. */
final class MetricFiles {

  private static final String NAME = "eval_loss";
  private static final long MAX_BYTES = 64 << 20;
  private static final String CHECKPOINT = "checkpoint-";

  private final RunPlan plan;

  MetricFiles(RunPlan plan) {
    this.plan = plan;
  }

  /** Member {@code eval_loss} of a file of results such as eval_results.json. */
  Optional<ReportedLoss> results(String file) {
    Path path = plan.files().out().resolve(file);
    return Files.exists(path) ? object(path).get(NAME).map(v -> loss(path, v)) : Optional.empty();
  }

  /** Last evaluation in trainer_state.json of the output, else of its last checkpoint. */
  Optional<ReportedLoss> trainerState() {
    return Stream.concat(Stream.of(plan.files().out()), checkpoints().stream())
        .map(folder -> folder.resolve("trainer_state.json"))
        .filter(Files::exists)
        .findFirst()
        .flatMap(this::lastEvaluation);
  }

  /** The validation column of axolotl's eval_summary.csv. */
  Optional<ReportedLoss> summary() {
    Path path = plan.files().out().resolve("eval_summary.csv");
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    for (String row : read(path).lines().toList()) {
      List<String> cells = List.of(row.split(",", -1));
      if (cells.size() == 3 && cells.getFirst().equals("loss") && !cells.getLast().isEmpty()) {
        return Optional.of(loss(path, Json.of(cells.getLast())));
      }
    }
    return Optional.empty();
  }

  /**
   * What was printed, when no file has it.
   *
   * @throws ObolException when it is not a number
   */
  static Optional<ReportedLoss> printed(Optional<TrainingEvent.Evaluation> last) {
    return last.map(
        e -> new ReportedLoss(finite(e.loss(), "stdout", e.raw()), e.name(), "stdout", e.raw()));
  }

  private List<Path> checkpoints() {
    try (Stream<Path> all = Files.list(plan.files().out())) {
      return all.filter(p -> p.getFileName().toString().matches(CHECKPOINT + "[0-9]{1,18}"))
          .sorted(Comparator.comparingLong(MetricFiles::number).reversed())
          .toList();
    } catch (IOException e) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          "cannot list " + plan.files().out() + ": " + e.getMessage(),
          e);
    }
  }

  private static long number(Path checkpoint) {
    return Long.parseLong(checkpoint.getFileName().toString().substring(CHECKPOINT.length()));
  }

  private Optional<ReportedLoss> lastEvaluation(Path path) {
    List<Json> history = object(path).list("log_history").orElse(List.of());
    for (Json entry : history.reversed()) {
      Optional<Json> value = entry.asObject("an entry of log_history").get(NAME);
      if (value.isPresent()) {
        return value.map(v -> loss(path, v));
      }
    }
    return Optional.empty();
  }

  private ReportedLoss loss(Path path, Json value) {
    // transformers 5 prints numbers as texts; should it write them so, they are read.
    String raw = value instanceof Json.Str s ? s.value() : value.text();
    String source = plan.folder().relativize(path).toString().replace(File.separatorChar, '/');
    try {
      return new ReportedLoss(finite(Numbers.read(raw), source, raw), NAME, source, raw);
    } catch (NumberFormatException e) {
      throw new ObolException(
          ObolException.Exit.FAILED, source + ": " + NAME + " is " + raw + ", not a number", e);
    }
  }

  private static double finite(double value, String source, String raw) {
    if (!Double.isFinite(value)) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          "the loss on the held-out records is not a number ("
              + source
              + ": "
              + raw
              + "): training has diverged; try a lower learning rate");
    }
    return value;
  }

  private static Json.Obj object(Path path) {
    try {
      return JsonReader.read(read(path)).asObject("it");
    } catch (JsonException e) {
      // Python writes NaN, which is no JSON.
      throw new ObolException(
          ObolException.Exit.FAILED,
          path + ": " + e.getMessage() + "; if it says NaN, training has diverged",
          e);
    }
  }

  private static String read(Path path) {
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new IOException("longer than " + MAX_BYTES + " bytes");
      }
      return Files.readString(path, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new ObolException(
          ObolException.Exit.FAILED, "cannot read " + path + ": " + e.getMessage(), e);
    }
  }
}
