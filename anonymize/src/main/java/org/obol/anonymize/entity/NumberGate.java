package org.obol.anonymize.entity;

import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Text;

/**
 * Turns away digits in which {@link Numbers} would find nothing, by the bytes beside them: most
 * numbers of a text are short and stand alone.
 */
public final class NumberGate {
  /** Runs of as many digits may be something by themselves. */
  private static final int LONG = 6;

  /** A value in groups has as many digits, which are in as many bytes when each is a group. */
  private static final int FEWEST = 7;

  private static final long FEWEST_SPREAD = (1L << (2 * FEWEST - 1)) - 1;

  /** What the byte behind a run of digits makes of it. */
  private static final byte[] AFTER = new byte[256];

  private static final int SEPARATOR = 1;
  private static final int COMMA = 2;
  private static final int CAPITAL = 3;
  private static final int SMALL = 4;
  private static final int HIGH = 5;

  /** First letters of months, and of the prepositions before them. */
  private static final Alphabet MONTHS = Alphabet.of("adefgjlmnosADEFGJLMNOS");

  static {
    for (int b = 0; b < AFTER.length; b++) {
      AFTER[b] =
          (byte)
              (DigitGroups.separator(b) != 0
                  ? SEPARATOR
                  : b == ','
                      ? COMMA
                      : Ascii.isUpper(b)
                          ? CAPITAL
                          : Ascii.isWord(b) ? SMALL : b >= 0x80 ? HIGH : 0);
    }
  }

  private NumberGate() {}

  /**
   * Whether {@link Numbers#at} may find something in the run of digits {@code [at, end)}.
   *
   * @param digits the bytes from {@code at} on that are digits, one bit each
   */
  public static boolean mayBegin(Text text, int at, int end, long digits) {
    int length = end - at;
    int before = text.at(at - 1);
    int after = text.at(end);
    if (Ascii.isUpper(before)) {
      return behindCapital(text, at, length, after);
    }
    if (length >= LONG || before == '+' || before == '(') {
      return true;
    }
    int next = text.at(end + 1);
    return switch (AFTER[after & 0xFF]) {
      case SEPARATOR ->
          Ascii.isDigit(next)
              ? mayBeGrouped(text, at, end, digits)
              : length <= 2 && mayBeDay(text, end, after, next);
      case COMMA -> length <= 2 && (next == '(' || isBehindWord(text, at));
      case SMALL -> length <= 2 && BirthDates.isOrdinal(text, end);
      case CAPITAL, HIGH -> true;
      default -> length == 1 && (after == '(' || next == '(');
    };
  }

  /** IBAN, NINO, NIE, Italian codes, passports. */
  private static boolean behindCapital(Text text, int at, int length, int after) {
    if (length >= LONG || Ascii.isUpper(after)) {
      return true;
    }
    return Ascii.isUpper(text.at(at - 2))
        && (length == 2
            || (length > 2 && !Ascii.isUpper(text.at(at - 3)))
            || Ascii.isUpper(text.at(at - 6)));
  }

  /** {@code 12 March}, {@code 12. March}, {@code 12 de marzo}, {@code 1 (415)}. */
  private static boolean mayBeDay(Text text, int end, int after, int next) {
    int word = after == '.' && next == ' ' ? end + 2 : end + 1;
    int third = text.at(word + 2);
    return next == '('
        || (MONTHS.has(text.at(word)) && (Ascii.isLetter(third) || third == ' ' || third < 0));
  }

  private static boolean mayBeGrouped(Text text, int at, int end, long digits) {
    int length = end - at;
    if (Long.bitCount(digits & FEWEST_SPREAD) >= FEWEST) {
      return true;
    }
    int after = text.at(end);
    if (after == '.') {
      return length <= 3 && mayBeQuad(text, end, digits >>> length);
    }
    return after == ' '
        && length <= 2
        && (isBehindWord(text, at) || (length == 1 && text.at(end + 3) == ' '));
  }

  /** Whether three points have digits behind them, the first of them at {@code dot}. */
  private static boolean mayBeQuad(Text text, int dot, long digits) {
    int at = dot;
    long rest = digits;
    for (int part = 1; part < 4; part++) {
      int length = Long.numberOfTrailingZeros(~(rest >>> 1));
      if (text.at(at) != '.' || length == 0) {
        return false;
      }
      at += length + 1;
      rest >>>= length + 1;
    }
    return true;
  }

  /** Whether a letter stands before the space before {@code at}: {@code March 5}, {@code AB 12}. */
  private static boolean isBehindWord(Text text, int at) {
    int letter = text.at(at - 2);
    return text.at(at - 1) == ' ' && (Ascii.isLetter(letter) || letter == '.' || letter < 0);
  }
}
