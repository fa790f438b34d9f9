package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** Personal numbers with letters in them: British, Spanish and Italian ones. */
final class LetteredIds {
  /** Control letters of DNI and NIE by the remainder modulo 23. */
  private static final String DNI = "TRWAGMYFPDXBNJZSQVHLCKE";

  /** Pairs of letters that HMRC does not give out, two by two. */
  private static final String NO_NINO = "BGGBKNNKNTTNZZ";

  /** Values of 0 to 9, which are also those of A to J, and of A to Z at the odd places. */
  private static final byte[] ODD = {
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
  };

  private static final String MONTHS = "ABCDEHLMPRST";

  /** What stands for the digits 0 to 9 where two persons would have the same code. */
  private static final String OMOCODIA = "LMNPQRSTUV";

  private static final int FISCAL = 16;

  /** Where the code has digits. */
  private static final int FISCAL_DIGITS = 0b0111_0110_1100_0000;

  private LetteredIds() {}

  /**
   * Adds the UK number whose digits begin at {@code at}; its end, or -1. All parts may be bare or
   * stand apart by one space.
   */
  static int nino(Text text, int at, Spans spans) {
    int start = at - (text.at(at - 1) == ' ' ? 3 : 2);
    int first = text.at(start);
    int second = text.at(start + 1);
    if (!Ascii.isUpper(first) || !Ascii.isUpper(second) || !text.freeBefore(start)) {
      return -1;
    }
    if ("DFIQUV".indexOf(first) >= 0 || "DFIOQUV".indexOf(second) >= 0) {
      return -1;
    }
    for (int i = 0; i < NO_NINO.length(); i += 2) {
      if (NO_NINO.charAt(i) == first && NO_NINO.charAt(i + 1) == second) {
        return -1;
      }
    }
    int i = at;
    for (int digit = 0; digit < 6; digit++) {
      i += digit > 0 && digit % 2 == 0 && text.at(i) == ' ' ? 1 : 0;
      if (!Ascii.isDigit(text.at(i++))) {
        return -1;
      }
    }
    i += text.at(i) == ' ' ? 1 : 0;
    int suffix = text.at(i++);
    if (suffix < 'A' || suffix > 'D' || !text.freeAfter(i)) {
      return -1;
    }
    if (Cues.adjacent(Cues.before(text, start), Cues.PRODUCT)) {
      return -1;
    }
    spans.add(Label.UK_NINO, start, i);
    return i;
  }

  /** Adds the DNI of the eight digits {@code [at, end)}; its end, or -1. */
  static int dni(Text text, int at, int end, Spans spans) {
    return spanish(text, at, end, Dates.number(text, at, 8), spans);
  }

  /** Adds the NIE of the seven digits {@code [at, end)}; its end, or -1. */
  static int nie(Text text, int at, int end, Spans spans) {
    int start = at - (text.at(at - 1) == '-' ? 2 : 1);
    int first = text.at(start) - 'X';
    if (first < 0 || first > 2 || !text.freeBefore(start)) {
      return -1;
    }
    return spanish(text, start, end, (first * 10_000_000) + Dates.number(text, at, 7), spans);
  }

  private static int spanish(Text text, int start, int digitsEnd, int number, Spans spans) {
    int letter = digitsEnd + (text.at(digitsEnd) == '-' ? 1 : 0);
    if (text.at(letter) != DNI.charAt(number % 23)
        || !text.freeAfter(letter + 1)
        || number % 11_111_111 == 0) {
      return -1;
    }
    spans.add(Label.ES_DNI, start, letter + 1);
    return letter + 1;
  }

  /** Adds the Italian code whose first digit may be at {@code at}; its end, or -1. */
  static int fiscalCode(Text text, int at, Spans spans) {
    int start = at;
    while (start > at - FISCAL && Ascii.isUpper(text.at(start - 1))) {
      start--;
    }
    if (at - start < 6 || !text.freeBefore(start)) {
      return -1;
    }
    int sum = 0;
    for (int place = 0; place < FISCAL; place++) {
      int b = text.at(start + place);
      boolean digit = (FISCAL_DIGITS >>> place & 1) != 0;
      if (!Ascii.isUpper(b) && !(digit && Ascii.isDigit(b))) {
        return -1;
      }
      if (digit && Ascii.isUpper(b) && OMOCODIA.indexOf(b) < 0) {
        return -1;
      }
      int value = Ascii.isDigit(b) ? b - '0' : b - 'A';
      if (place < FISCAL - 1) {
        sum += place % 2 == 0 ? ODD[value] : value;
      }
    }
    if (MONTHS.indexOf(text.at(start + 8)) < 0
        || text.at(start + 15) != 'A' + (sum % 26)
        || !text.freeAfter(start + FISCAL)) {
      return -1;
    }
    spans.add(Label.IT_FISCAL_CODE, start, start + FISCAL);
    return start + FISCAL;
  }
}
