package org.obol.trainer.text;

import java.util.List;

/** A record of a dataset in one of the three shapes that training knows. */
public sealed interface Sample {

  /** A conversation; its trained turns are learned. */
  record Chat(List<Turn> turns) implements Sample {
    /** Copies the turns. */
    public Chat {
      turns = List.copyOf(turns);
    }
  }

  /** Text to go on from, and how to go on; the second is learned. */
  record Completion(String prompt, String completion) implements Sample {}

  /** Text of which everything is learned. */
  record PlainText(String text) implements Sample {}
}
