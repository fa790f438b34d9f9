package org.obol.finetune.backend.tool;

import java.util.Locale;

/** Numbers as Python prints them. */
final class Numbers {

  /** One of them, for a pattern. */
  static final String PATTERN = "[-+]?(?:[0-9][0-9,]*(?:\\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|nan|inf)";

  private Numbers() {}

  static double read(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan", "+nan", "-nan" -> Double.NaN;
      case "inf", "+inf", "infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text.replace(",", ""));
    };
  }
}
