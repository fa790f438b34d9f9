package org.obol.finetune.provenance;

import org.obol.crypto.JsonException;

/** What a backend promises about a second run with the same inputs. */
public enum Determinism {
  /** Nothing. */
  NONE("none"),
  /** The same adapter on the same machine. */
  SAME_MACHINE("same-machine"),
  /** The same adapter everywhere, bit for bit. */
  BIT_EXACT("bit-exact");

  private final String word;

  Determinism(String word) {
    this.word = word;
  }

  /** The word in documents. */
  public String word() {
    return word;
  }

  static Determinism of(String word) {
    for (Determinism determinism : values()) {
      if (determinism.word.equals(word)) {
        return determinism;
      }
    }
    throw new JsonException(
        "determinism \"" + word + "\" is none of none, same-machine, bit-exact");
  }
}
