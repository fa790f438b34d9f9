package org.obol.finetune.backend.tool;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.obol.finetune.backend.LineReader;
import org.obol.finetune.backend.TrainingEvent;

/**
 * The lines of mlx-lm: sentences up to 0.31, a table since 0.32. What it says after training about
 * the test set is the same in both.
 */
final class MlxLines implements LineReader {

  /** Name of the loss on the test set, the one that counts. */
  static final String TEST = "test_loss";

  private static final String NUMBER = "(" + Numbers.PATTERN + ")";
  private static final Pattern TEST_LINE = Pattern.compile("Test loss " + NUMBER + ", Test ppl .*");
  private static final Pattern SENTENCE =
      Pattern.compile(
          "Iter ([0-9]+): (Train|Val) loss " + NUMBER + "(?:, Learning Rate " + NUMBER + ")?.*");
  private static final Pattern VALIDATION_ROW =
      Pattern.compile(" *([0-9]+) +val +" + NUMBER + " +[0-9.]+s *");
  private static final Pattern TRAINING_ROW =
      Pattern.compile(" *([0-9]+) +" + NUMBER + " [▲▼] +[0-9,]+ +[0-9.]+k *");

  private final int accumulation;
  private final long total;

  MlxLines(int accumulation, long total) {
    this.accumulation = accumulation;
    this.total = total;
  }

  @Override
  public Optional<TrainingEvent> read(String line) {
    Matcher test = TEST_LINE.matcher(line);
    if (test.matches()) {
      return Optional.of(
          new TrainingEvent.Evaluation(Numbers.read(test.group(1)), TEST, line.strip()));
    }
    Matcher sentence = SENTENCE.matcher(line);
    if (sentence.matches()) {
      return Optional.of(
          sentence.group(2).equals("Val")
              ? validation(sentence.group(3), line)
              : step(sentence.group(1), sentence.group(3), Optional.ofNullable(sentence.group(4))));
    }
    Matcher row = VALIDATION_ROW.matcher(line);
    if (row.matches()) {
      return Optional.of(validation(row.group(2), line));
    }
    Matcher training = TRAINING_ROW.matcher(line);
    return training.matches()
        ? Optional.of(step(training.group(1), training.group(2), Optional.empty()))
        : Optional.empty();
  }

  private static TrainingEvent validation(String loss, String line) {
    return new TrainingEvent.Evaluation(Numbers.read(loss), "val_loss", line.strip());
  }

  private TrainingEvent step(String iteration, String loss, Optional<String> rate) {
    return new TrainingEvent.Step(
        Math.max(1, Long.parseLong(iteration) / accumulation),
        total,
        OptionalDouble.of(Numbers.read(loss)),
        rate.map(r -> OptionalDouble.of(Numbers.read(r))).orElse(OptionalDouble.empty()),
        Optional.empty());
  }
}
