package org.obol.finetune.provenance;

import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.obol.crypto.Shown;

/**
 * A number in the text it was given in, so that no writer rounds it: a decimal fraction, with an
 * exponent of at most three digits.
 */
public record Decimal(String text) {

  private static final Pattern TEXT =
      Pattern.compile("-?(0|[1-9][0-9]{0,39})(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?");

  /**
   * Checks the text.
   *
   * @throws IllegalArgumentException when it is no such number; NaN and infinity are none
   */
  public Decimal {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException("not a decimal number: \"" + Shown.brief(text, 40) + "\"");
    }
  }

  /**
   * The shortest text that reads back as {@code value}.
   *
   * @throws IllegalArgumentException when it is not finite
   */
  public static Decimal of(double value) {
    return new Decimal(Double.toString(value));
  }

  /** The number. */
  public BigDecimal value() {
    return new BigDecimal(text);
  }

  @Override
  public String toString() {
    return text;
  }
}
