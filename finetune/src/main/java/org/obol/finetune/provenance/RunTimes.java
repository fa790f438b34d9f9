package org.obol.finetune.provenance;

import java.time.Instant;
import org.obol.crypto.JsonException;

/**
 * When a run happened, in whole seconds, as the runner says.
 *
 * @param created when the manifest was written
 */
public record RunTimes(Instant started, Instant finished, Instant created) {

  /**
   * Cuts the fractions of a second off.
   *
   * @throws JsonException when they are not in this order
   */
  public RunTimes {
    started = RunFields.second("started_at", started);
    finished = RunFields.second("finished_at", finished);
    created = RunFields.second("created_at", created);
    if (finished.isBefore(started) || created.isBefore(finished)) {
      throw new JsonException(
          "started_at, finished_at, created_at are not in this order: "
              + started
              + ", "
              + finished
              + ", "
              + created);
    }
  }
}
