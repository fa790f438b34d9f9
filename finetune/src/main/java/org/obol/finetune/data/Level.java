package org.obol.finetune.data;

/** How much a finding matters. */
public enum Level {
  /** The file, or the record, cannot be trained on. */
  ERROR("E"),
  /** Training works, but not as its user may think. */
  WARNING("W"),
  /** Good to know. */
  INFO("I");

  private final String letter;

  Level(String letter) {
    this.letter = letter;
  }

  /** How reports write it: E, W or I. */
  public String letter() {
    return letter;
  }
}
