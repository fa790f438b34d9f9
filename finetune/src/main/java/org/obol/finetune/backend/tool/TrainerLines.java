package org.obol.finetune.backend.tool;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.obol.finetune.backend.LineReader;
import org.obol.finetune.backend.RunPlan;
import org.obol.finetune.backend.TrainingEvent;

/**
 * The lines of Hugging Face's Trainer, which are Python dictionaries. Up to transformers 4 the
 * values are numbers, since 5 texts of four digits. There is no step in them: it is worked out from
 * the epoch.
 */
final class TrainerLines implements LineReader {

  private static final Pattern PAIR =
      Pattern.compile("['\"](\\w+)['\"]: *['\"]?(" + Numbers.PATTERN + ")['\"]?(?=[,}])");

  private final long total;
  private final int epochs;

  TrainerLines(RunPlan plan) {
    this.total = plan.steps().total();
    this.epochs = plan.hyperparameters().epochs();
  }

  @Override
  public Optional<TrainingEvent> read(String line) {
    int begin = line.indexOf('{');
    if (begin < 0) {
      return Optional.empty();
    }
    Map<String, Double> values = new HashMap<>();
    Matcher pair = PAIR.matcher(line).region(begin, line.length());
    while (pair.find()) {
      values.put(pair.group(1), Numbers.read(pair.group(2)));
    }
    if (values.containsKey("eval_loss")) {
      return Optional.of(
          new TrainingEvent.Evaluation(value(values, "eval_loss"), "eval_loss", line));
    }
    if (values.containsKey("loss") && values.containsKey("epoch")) {
      return Optional.of(step(values));
    }
    return Optional.empty();
  }

  private TrainingEvent step(Map<String, Double> values) {
    long step = Math.round(value(values, "epoch") / epochs * total);
    return new TrainingEvent.Step(
        Math.clamp(step, 1L, total),
        total,
        OptionalDouble.of(value(values, "loss")),
        values.containsKey("learning_rate")
            ? OptionalDouble.of(value(values, "learning_rate"))
            : OptionalDouble.empty(),
        Optional.empty());
  }

  private static double value(Map<String, Double> values, String name) {
    return values.getOrDefault(name, Double.NaN);
  }
}
