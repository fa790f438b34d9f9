package org.obol.finetune.backend;

import java.util.Optional;

/** Understands what a tool prints. One for each run, used by one thread. */
@FunctionalInterface
public interface LineReader {

  /** What {@code line} says; it is free of colours and control characters. Most say nothing. */
  Optional<TrainingEvent> read(String line);
}
