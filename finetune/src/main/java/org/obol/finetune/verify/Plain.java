package org.obol.finetune.verify;

/** Foreign text as one line of a terminal. */
final class Plain {

  private static final int MAX_LENGTH = 1_000;

  private Plain() {}

  /** {@code text} without control or formatting characters, cut when it is very long. */
  static String line(String text) {
    String plain = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]", "?");
    return plain.length() > MAX_LENGTH ? plain.substring(0, MAX_LENGTH) + "…" : plain;
  }
}
