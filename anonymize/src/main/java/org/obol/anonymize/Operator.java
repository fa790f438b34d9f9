package org.obol.anonymize;

/** What stands in the place of a value. */
public enum Operator {
  /**
   * A typed placeholder with a number, {@code <EMAIL_1>}: the same value gets the same number in
   * the whole dataset.
   */
  REPLACE,
  /** A star for each character. */
  MASK,
  /**
   * A typed placeholder with the first 16 hex digits of HMAC-SHA-256(key, label ‖ 0x00 ‖ value),
   * {@code <EMAIL_90ab12cd34ef5678>}.
   */
  HMAC,
  /** Nothing. */
  REMOVE
}
