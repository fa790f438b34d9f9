package org.obol.finetune.backend;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;

/** Something that happened in a run, whichever backend runs it. */
public sealed interface TrainingEvent {

  /**
   * The optimizer has stepped.
   *
   * @param step from 1
   * @param total of the run
   * @param loss over the records since the last report; not a number when training has diverged
   * @param rate learning rate
   * @param remaining estimated from the pace so far
   */
  record Step(
      long step, long total, OptionalDouble loss, OptionalDouble rate, Optional<Duration> remaining)
      implements TrainingEvent {

    /** The same with an estimate. */
    public Step withRemaining(Duration estimate) {
      return new Step(step, total, loss, rate, Optional.of(estimate));
    }
  }

  /**
   * The loss on held-out records.
   *
   * @param loss mean negative log likelihood as the tool defines it; not a number when diverged
   * @param name the tool's name for it
   * @param raw the line it was read from
   */
  record Evaluation(double loss, String name, String raw) implements TrainingEvent {}

  /** Anything else worth showing. */
  record Message(String text) implements TrainingEvent {}

  /** A line of {@code progress.jsonl}; numbers are texts where JSON cannot hold them. */
  default Json.Obj toJson() {
    return switch (this) {
      case Step s -> {
        JsonObject out = Json.object().put("event", "step").put("step", s.step());
        out.put("total", s.total());
        s.loss().ifPresent(loss -> out.put("loss", number(loss)));
        s.rate().ifPresent(rate -> out.put("rate", number(rate)));
        s.remaining().ifPresent(left -> out.put("remainingSeconds", left.toSeconds()));
        yield out.build();
      }
      case Evaluation e ->
          Json.object()
              .put("event", "evaluation")
              .put("name", e.name())
              .put("loss", number(e.loss()))
              .build();
      case Message m -> Json.object().put("event", "message").put("text", m.text()).build();
    };
  }

  private static Json number(double value) {
    return Double.isFinite(value)
        ? new Json.Num(Double.toString(value))
        : Json.of(Double.toString(value));
  }
}
