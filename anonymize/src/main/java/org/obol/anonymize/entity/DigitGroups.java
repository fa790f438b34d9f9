package org.obol.anonymize.entity;

import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Text;

/**
 * Up to eight runs of digits joined by single separators, packed into one {@code long} so that
 * looking at them costs no object. Four bits per run: the lengths (15 stands for 15 and more) in
 * the upper half, the separator behind each run in the lower half, the first run at the top. So
 * {@code 415-555-0132} reads as the lengths 0x334 and the separators 0x22.
 */
final class DigitGroups {
  static final int SPACE = 1;
  static final int DASH = 2;
  static final int DOT = 3;
  static final int SLASH = 4;

  private static final int LONGEST = 15;

  private DigitGroups() {}

  /** The runs that begin with the digit at {@code at}. */
  static long parse(Text text, int at) {
    int lengths = 0;
    int separators = 0;
    int i = at;
    for (int shift = 28; ; shift -= 4) {
      int start = i;
      while (i - start < LONGEST && Ascii.isDigit(text.at(i))) {
        i++;
      }
      lengths |= (i - start) << shift;
      int separator = separator(text.at(i));
      if (shift == 0 || separator == 0 || !Ascii.isDigit(text.at(i + 1))) {
        return ((long) lengths << 32) | (separators & 0xFFFFFFFFL);
      }
      separators |= separator << shift;
      i++;
    }
  }

  /** The code of a separator, 0 for other bytes. */
  static int separator(int b) {
    return switch (b) {
      case ' ' -> SPACE;
      case '-' -> DASH;
      case '.' -> DOT;
      case '/' -> SLASH;
      default -> 0;
    };
  }

  /** How many runs there are, 1 to 8. */
  static int count(long groups) {
    return 8 - (Integer.numberOfTrailingZeros((int) (groups >>> 32)) >>> 2);
  }

  /** The length of a run, 0 behind the last. */
  static int length(long groups, int run) {
    return (int) (groups >>> (60 - (4 * run))) & 15;
  }

  /** The separator behind a run, 0 behind the last. */
  static int separator(long groups, int run) {
    return (int) (groups >>> (28 - (4 * run))) & 15;
  }

  /** Whether the first {@code runs} runs have these lengths and separators between them. */
  static boolean are(long groups, int runs, int lengths, int separators) {
    return haveLengths(groups, runs, lengths)
        && ((int) groups >>> (32 - (4 * (runs - 1)))) == separators;
  }

  /** Whether the first {@code runs} runs have these lengths. */
  static boolean haveLengths(long groups, int runs, int lengths) {
    return (int) (groups >>> (64 - (4 * runs))) == lengths;
  }

  /**
   * Whether the first {@code runs} runs have these lengths and the same separator, a space or a
   * dash, between all of them.
   */
  static boolean areEven(long groups, int runs, int lengths) {
    int separators = (int) groups >>> (32 - (4 * (runs - 1)));
    int ones = 0x11111111 >>> (32 - (4 * (runs - 1)));
    return haveLengths(groups, runs, lengths) && (separators == ones || separators == 2 * ones);
  }

  /** How many digits the first {@code runs} runs have. */
  static int digits(long groups, int runs) {
    int digits = 0;
    for (int run = 0; run < runs; run++) {
      digits += length(groups, run);
    }
    return digits;
  }

  /** Where the first {@code runs} runs end when the first begins at {@code at}. */
  static int end(long groups, int at, int runs) {
    return at + digits(groups, runs) + runs - 1;
  }
}
