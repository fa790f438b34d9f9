package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** Phones of 7 to 13 digits in forms that only a word before them tells from other numbers. */
final class NationalPhones {
  private static final int OTHERS = Cues.PRODUCT | Cues.OTHER | Cues.VERSION;
  private static final int FEWEST = 7;
  private static final int MOST = 13;

  /** With as many digits a number is whole: what follows a space is another. */
  private static final int WHOLE = 10;

  /** The longest text between two phones of a list: {@code , and }. */
  private static final int LIST_GAP = 6;

  private NationalPhones() {}

  /** Adds the phone in groups that begin at {@code at}; its end, or -1. */
  static int grouped(Text text, int at, long groups, Spans spans) {
    int runs = runs(groups, text.at(at) == '0' && text.at(at + 1) == '0');
    if (runs < 2) {
      return -1;
    }
    int end = DigitGroups.end(groups, at, runs);
    if (!Phones.endsPhone(text, end) || !isPlausible(groups, runs)) {
      return -1;
    }
    long cues = Cues.before(text, at);
    boolean local = runs == 2 && DigitGroups.haveLengths(groups, 2, 0x34) && text.at(at) >= '2';
    boolean typical = text.at(at) == '0' || local || runs >= 3;
    if (!accepts(cues, typical)) {
      return -1;
    }
    spans.add(Label.PHONE, at, end);
    return end;
  }

  /** Adds the phone whose area code in parentheses begins at {@code area}; its end, or -1. */
  static int parenthesized(Text text, int area, int areaEnd, Spans spans) {
    int i = Phones.nextGroup(text, areaEnd);
    if (i < 0
        || (areaEnd - area < 2 && text.at(area) != '0')
        || areaEnd - area > 5
        || !text.freeBefore(area - 1)) {
      return -1;
    }
    long groups = DigitGroups.parse(text, i);
    int digits = areaEnd - area;
    int runs = 0;
    while (runs < DigitGroups.count(groups)
        && digits + DigitGroups.length(groups, runs) <= MOST
        && !(digits >= WHOLE && DigitGroups.separator(groups, runs - 1) == DigitGroups.SPACE)) {
      digits += DigitGroups.length(groups, runs++);
    }
    int end = DigitGroups.end(groups, i, runs);
    if (runs == 0
        || digits < FEWEST
        || !Phones.endsPhone(text, end)
        || Ascii.isDigit(text.at(end))) {
      return -1;
    }
    if (!accepts(Cues.before(text, area), true)) {
      return -1;
    }
    spans.add(Label.PHONE, area - 1, end);
    return end;
  }

  /** Adds bare digits. */
  static boolean bare(Text text, int at, int end, long cues, Spans spans) {
    int length = end - at;
    if (length < FEWEST || length > MOST || !Phones.endsPhone(text, end)) {
      return false;
    }
    int first = text.at(at);
    boolean strong = Cues.adjacent(cues, Cues.PHONE);
    boolean time = first == '1' && (length == 10 || length == 13);
    boolean america =
        length == 10
            ? Phones.isNorthAmerican(text, at, at + 3)
            : length == 11 && first == '1' && Phones.isNorthAmerican(text, at + 1, at + 4);
    boolean typical = america || isMobile(text, at, length);
    strong |= typical && follows(text, at, spans);
    boolean taken =
        strong
            || (Cues.adjacent(cues, Cues.ANY_PHONE)
                ? !time && !isDay(text, at, length)
                : accepts(cues, typical) && typical);
    if (!taken) {
      return false;
    }
    spans.add(Label.PHONE, at, end);
    return true;
  }

  /** Whether {@code at} comes behind a phone and a comma, a slash, or a word such as and. */
  static boolean follows(Text text, int at, Spans spans) {
    int last = spans.size() - 1;
    if (last < 0 || spans.label(last) != Label.PHONE || spans.end(last) < at - LIST_GAP) {
      return false;
    }
    for (int i = spans.end(last); i < at; i++) {
      int b = text.at(i);
      if (b != ' ' && b != ',' && b != ';' && b != '/' && b != '|' && !Ascii.isLower(b)) {
        return false;
      }
    }
    return true;
  }

  /** 06…, 0049…, and Chinese mobile phones. */
  private static boolean isMobile(Text text, int at, int length) {
    return (text.at(at) == '0' && length >= 9)
        || (length == 11 && text.at(at) == '1' && text.at(at + 1) >= '3');
  }

  private static boolean isDay(Text text, int at, int length) {
    return length == 8 && Dates.isCompact(text, at);
  }

  /** A word right before allows all; one further away only what has the form of a phone. */
  private static boolean accepts(long cues, boolean typical) {
    return Cues.adjacent(cues, Cues.ANY_PHONE)
        || (typical && Cues.near(cues, Cues.ANY_PHONE) && !Cues.adjacent(cues, OTHERS));
  }

  /**
   * How many runs belong to one number; 0 when none do. {@code prefixed} numbers have 00 and the
   * code of a country before them.
   */
  private static int runs(long groups, boolean prefixed) {
    int whole = prefixed ? WHOLE + 2 : WHOLE;
    int most = prefixed ? MOST + 2 : MOST;
    int digits = 0;
    int best = 0;
    int count = DigitGroups.count(groups);
    boolean spaced = true;
    for (int run = 0; run < count; run++) {
      int length = DigitGroups.length(groups, run);
      if (run > 0) {
        boolean space = DigitGroups.separator(groups, run - 1) == DigitGroups.SPACE;
        boolean another = space && (!spaced || digits >= whole || length == 1);
        if (digits >= FEWEST && another) {
          return best;
        }
        spaced &= space;
      }
      digits += length;
      if (digits > most) {
        return best;
      }
      best = digits >= FEWEST ? run + 1 : best;
    }
    return best;
  }

  /** No date, no decimal, no version. */
  private static boolean isPlausible(long groups, int runs) {
    boolean points = DigitGroups.separator(groups, 0) == DigitGroups.DOT;
    if (points && (runs == 2 || DigitGroups.length(groups, 0) < 2)) {
      return false;
    }
    return !Dates.hasShape(groups);
  }
}
