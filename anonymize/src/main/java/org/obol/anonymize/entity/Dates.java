package org.obol.anonymize.entity;

import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Text;

/** Days of the calendar. */
final class Dates {
  private static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 2030;

  private Dates() {}

  /** Whether there was such a day from 1900 on, or will be until 2030. */
  static boolean isReal(int year, int month, int day) {
    if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1) {
      return false;
    }
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    int days =
        switch (month) {
          case 2 -> leap ? 29 : 28;
          case 4, 6, 9, 11 -> 30;
          default -> 31;
        };
    return day <= days;
  }

  /** Whether the eight digits at {@code at} are year, month and day. */
  static boolean isCompact(Text text, int at) {
    return isReal(number(text, at, 4), number(text, at + 4, 2), number(text, at + 6, 2));
  }

  /** Whether the first three groups have the form of a date: year first or last. */
  static boolean hasShape(long groups) {
    int separator = DigitGroups.separator(groups, 0);
    if (separator < DigitGroups.DASH || separator != DigitGroups.separator(groups, 1)) {
      return false;
    }
    int first = DigitGroups.length(groups, 0);
    int last = DigitGroups.length(groups, 2);
    return DigitGroups.length(groups, 1) <= 2
        && ((first == 4 && last <= 2) || (first <= 2 && last == 4));
  }

  /** Whether three groups of the form of a date are a real day, in either order. */
  static boolean isReal(Text text, int at, long groups) {
    int first = number(text, at, DigitGroups.length(groups, 0));
    int middle = number(text, DigitGroups.end(groups, at, 1) + 1, DigitGroups.length(groups, 1));
    int last = number(text, DigitGroups.end(groups, at, 2) + 1, DigitGroups.length(groups, 2));
    if (DigitGroups.length(groups, 0) == 4) {
      return isReal(first, middle, last);
    }
    return isReal(last, middle, first) || isReal(last, first, middle);
  }

  /** The number of {@code length} digits at {@code at}, -1 where there are fewer. */
  static int number(Text text, int at, int length) {
    int number = 0;
    for (int i = at; i < at + length; i++) {
      if (!Ascii.isDigit(text.at(i))) {
        return -1;
      }
      number = (10 * number) + text.at(i) - '0';
    }
    return number;
  }
}
