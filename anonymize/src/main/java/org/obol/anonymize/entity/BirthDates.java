package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** Dates that a word before them says somebody was born on. */
final class BirthDates {
  private static final byte[] MIDNIGHT = Words.ascii("00:00");
  private static final byte[][] ORDINALS = Words.all("st nd rd th er");
  private static final byte[][] PREPOSITIONS = Words.all("de of");

  private BirthDates() {}

  /**
   * Adds the date that the first three groups make.
   *
   * @return the end of the date, also when nobody was born on it; -1 when it is no date
   */
  static int numeric(Text text, int at, long groups, Spans spans) {
    if (!Dates.isReal(text, at, groups)) {
      return -1;
    }
    int end = DigitGroups.end(groups, at, 3);
    if (ends(text, end) && Cues.near(Cues.before(text, at), Cues.BIRTH)) {
      spans.add(Label.DATE_OF_BIRTH, at, end);
    }
    return end;
  }

  /** Midnight may follow, as dates are stored; another time is that of an event. */
  private static boolean ends(Text text, int end) {
    int after = text.at(end);
    boolean time =
        (after == 'T' || after == ' ')
            && Ascii.isDigit(text.at(end + 1))
            && Ascii.isDigit(text.at(end + 2))
            && text.at(end + 3) == ':';
    return time
        ? text.startsWith(end + 1, MIDNIGHT)
        : Edges.clearAfter(text, end) && !(after == '/' && Ascii.isDigit(text.at(end + 1)));
  }

  /** Adds {@code 12 March 1980}, whose day is {@code [at, dayEnd)}; its end, or -1. */
  static int dayFirst(Text text, int at, int dayEnd, Spans spans) {
    int i = skipOrdinal(text, dayEnd);
    i += text.at(i) == '.' ? 1 : 0;
    i = skipPreposition(text, skipSeparator(text, i));
    int monthEnd = Months.wordEnd(text, i);
    int month = Months.named(text, i, monthEnd);
    if (month == 0) {
      return -1;
    }
    i = monthEnd + (text.at(monthEnd) == '.' || text.at(monthEnd) == ',' ? 1 : 0);
    i = skipPreposition(text, skipSeparator(text, i));
    int day = Dates.number(text, at, dayEnd - at);
    return add(text, at, i, month, day, spans);
  }

  /** Adds {@code March 12, 1980}, whose day is {@code [at, dayEnd)}; its end, or -1. */
  static int monthFirst(Text text, int at, int dayEnd, Spans spans) {
    int monthEnd = at - (text.at(at - 2) == '.' ? 2 : 1);
    int start = Months.wordStart(text, monthEnd);
    int month = Months.named(text, start, monthEnd);
    if (month == 0 || !text.freeBefore(start)) {
      return -1;
    }
    int i = skipOrdinal(text, dayEnd);
    i += text.at(i) == ',' ? 1 : 0;
    int day = Dates.number(text, at, dayEnd - at);
    return add(text, start, skipSeparator(text, i), month, day, spans);
  }

  private static int add(Text text, int start, int year, int month, int day, Spans spans) {
    int end = year + 4;
    if (!Dates.isReal(Dates.number(text, year, 4), month, day)
        || !text.freeAfter(end)
        || !Cues.near(Cues.before(text, start), Cues.BIRTH)) {
      return -1;
    }
    spans.add(Label.DATE_OF_BIRTH, start, end);
    return end;
  }

  /** Whether the letters behind a day may be those of 1st, 2nd, 3rd, 4th, 1er. */
  static boolean isOrdinal(Text text, int dayEnd) {
    int second = text.at(dayEnd + 1);
    return (second == 't' || second == 'd' || second == 'h' || second == 'r')
        && !Ascii.isWord(text.at(dayEnd + 2));
  }

  private static int skipSeparator(Text text, int at) {
    return text.at(at) == ' ' || text.at(at) == '-' ? at + 1 : at;
  }

  private static int skipOrdinal(Text text, int at) {
    if (!Ascii.isLetter(text.at(at))) {
      return at;
    }
    for (byte[] ordinal : ORDINALS) {
      if (text.startsWith(at, ordinal)) {
        return at + ordinal.length;
      }
    }
    return at;
  }

  private static int skipPreposition(Text text, int at) {
    for (byte[] word : PREPOSITIONS) {
      if (text.startsWith(at, word) && text.at(at + word.length) == ' ') {
        return at + word.length + 1;
      }
    }
    return at;
  }
}
