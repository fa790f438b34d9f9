package org.obol.finetune.backend.tool;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.obol.finetune.backend.LineReader;
import org.obol.finetune.backend.TrainingEvent;

/** The progress bar of torchtune, {@code epoch|step|Loss: x: 10%|…}. */
final class TuneLines implements LineReader {

  private static final Pattern BAR =
      Pattern.compile("[0-9]+\\|([0-9]{1,18})\\|Loss: (" + Numbers.PATTERN + "):.*");

  private final long total;

  TuneLines(long total) {
    this.total = total;
  }

  @Override
  public Optional<TrainingEvent> read(String line) {
    Matcher bar = BAR.matcher(line);
    return bar.matches()
        ? Optional.of(
            new TrainingEvent.Step(
                Long.parseLong(bar.group(1)),
                total,
                OptionalDouble.of(Numbers.read(bar.group(2))),
                OptionalDouble.empty(),
                Optional.empty()))
        : Optional.empty();
  }
}
