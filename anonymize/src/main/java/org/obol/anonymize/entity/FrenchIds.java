package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** The French NIR: sex, year, month, department, commune, serial, and a key of two digits. */
final class FrenchIds {
  private static final int LENGTH = 15;
  private static final int KEY = 13;
  private static final int SECOND_OF_DEPARTMENT = 6;

  private FrenchIds() {}

  /** Whether a NIR may begin with the run of digits {@code [at, end)}; the cheap question. */
  static boolean mayBegin(Text text, int at, int end) {
    int first = text.at(at);
    int after = text.at(end);
    if (first != '1' && first != '2') {
      return false;
    }
    return switch (end - at) {
      case 1 -> after == ' ' && Ascii.isDigit(text.at(end + 1)) && text.at(end + 3) == ' ';
      case 6 -> after == 'A' || after == 'B';
      case 13 -> after == ' ';
      case LENGTH -> true;
      default -> false;
    };
  }

  /** Adds the NIR at {@code at}; its end, or -1. */
  static int at(Text text, int at, Spans spans) {
    long number = 0;
    int corsica = 0;
    int i = at;
    long key = 0;
    for (int place = 0; place < LENGTH; place++) {
      i += place > 0 && text.at(i) == ' ' ? 1 : 0;
      int b = text.at(i++);
      if (place == SECOND_OF_DEPARTMENT && (b == 'A' || b == 'B') && number % 10 == 2) {
        corsica = b;
        b = '0';
      }
      if (!Ascii.isDigit(b)) {
        return -1;
      }
      if (place < KEY) {
        number = (10 * number) + b - '0';
      } else {
        key = (10 * key) + b - '0';
      }
    }
    if (!isMonth((int) (number / 100_000_000 % 100)) || !Edges.clearAfter(text, i)) {
      return -1;
    }
    if (97 - ((number - less(corsica)) % 97) != key) {
      return -1;
    }
    spans.add(Label.FR_NIR, at, i);
    return i;
  }

  /** For the key 2A counts as 19 and 2B as 18; both were read as 20. */
  private static long less(int corsica) {
    return switch (corsica) {
      case 'A' -> 1_000_000;
      case 'B' -> 2_000_000;
      default -> 0;
    };
  }

  /** Months, and what stands there for persons whose month is unknown. */
  private static boolean isMonth(int month) {
    return (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50;
  }
}
