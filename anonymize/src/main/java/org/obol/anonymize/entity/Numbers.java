package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** What begins with digits: phones, cards, IPv4, national ids, IBAN, dates of birth. */
public final class Numbers {
  /** Shorter runs that stand alone are nothing. */
  private static final int SHORTEST = 6;

  private Numbers() {}

  /**
   * Looks at the group of digits {@code [at, end)} and at what belongs to it on both sides (a sign
   * or letters before it, separators, further digits).
   *
   * @return where the next digits that were not looked at begin; digits before it are not offered
   *     again
   */
  public static int at(Text text, int at, int end, Spans spans) {
    int before = text.at(at - 1);
    int after = text.at(end);
    int length = end - at;
    if (Ascii.isWord(before)) {
      return Math.max(end, behindLetter(text, at, end, before, spans));
    }
    if (Ascii.isWord(after)) {
      return Math.max(end, beforeLetter(text, at, end, after, spans));
    }
    if (before < 0 && !text.freeBefore(at)) {
      return end;
    }
    int found = before == '+' || before == '(' ? behindSign(text, at, end, before, spans) : -1;
    if (found < 0 && length <= 2) {
      found = shortRun(text, at, end, before, after, spans);
    }
    if (found < 0 && length == 3 && after < 0 && Edges.clearBefore(text, at, spans)) {
      found = Phones.separated(text, at, at, spans);
    }
    if (found < 0 && length == 6 && before == ' ') {
      found = LetteredIds.nino(text, at, spans);
    }
    if (found < 0 && (length == 7 || length == 8) && (before == '-' || after == '-')) {
      found = spanish(text, at, end, spans);
    }
    if (found > 0) {
      return found;
    }
    if (Ascii.isDigit(text.at(end + 1)) && DigitGroups.separator(after) != 0) {
      if (length == 4 && after == '.') {
        Macs.dotted(text, end, spans); // before a phone of the same characters
      }
      return GroupedNumbers.at(text, at, end, spans);
    }
    return length < SHORTEST ? end : BareNumbers.at(text, at, end, spans);
  }

  /** Phones that begin with {@code +} or {@code (}. */
  private static int behindSign(Text text, int at, int end, int sign, Spans spans) {
    if (sign == '+') {
      return InternationalPhones.at(text, at, spans);
    }
    if (text.at(end) != ')') {
      return -1;
    }
    int found = end - at == 3 ? Phones.separated(text, at - 1, at, spans) : -1;
    return found < 0 ? NationalPhones.parenthesized(text, at, end, spans) : found;
  }

  /** Days of the month, {@code 1 (415) …}, {@code AB 12 …} and the French NIR. */
  private static int shortRun(Text text, int at, int end, int before, int after, Spans spans) {
    if (end - at == 2 && before == ' ' && after == ' ' && Ascii.isUpper(text.at(at - 2))) {
      int found = LetteredIds.nino(text, at, spans);
      if (found > 0) {
        return found;
      }
    }
    if (FrenchIds.mayBegin(text, at, end) && Edges.clearBefore(text, at, spans)) {
      int found = FrenchIds.at(text, at, spans);
      if (found > 0) {
        return found;
      }
    }
    if (end - at == 1 && text.at(at) == '1') {
      int area = after == '(' ? end + 1 : end + 2;
      if (text.at(area - 1) == '(' && Edges.clearBefore(text, at, spans)) {
        return text.at(area + 3) == ')' ? Phones.separated(text, at, area, spans) : -1;
      }
    }
    int further = text.at(end + 1);
    boolean point = after == '.' && further == ' ';
    if (after == ' ' || after == '-' || point) {
      int letter = point ? text.at(end + 2) : further;
      int found = Ascii.isLetter(letter) ? BirthDates.dayFirst(text, at, end, spans) : -1;
      if (found > 0) {
        return found;
      }
    }
    boolean year = Ascii.isDigit(after == ',' && further == ' ' ? text.at(end + 2) : further);
    return year && before == ' ' && (after == ',' || after == ' ')
        ? BirthDates.monthFirst(text, at, end, spans)
        : -1;
  }

  /** IBAN, NINO, NIE, the Italian code and passports. */
  private static int behindLetter(Text text, int at, int end, int before, Spans spans) {
    int length = end - at;
    if (!Ascii.isUpper(before)) {
      return -1;
    }
    int found = -1;
    if (Ascii.isUpper(text.at(at - 2))) {
      if (length >= 2 && !Ascii.isUpper(text.at(at - 3))) {
        found = Ibans.end(text, at - 2);
        if (found > 0) {
          spans.add(Label.IBAN, at - 2, found);
          return found;
        }
      }
      found = length == 6 || length == 2 ? LetteredIds.nino(text, at, spans) : -1;
      if (found < 0 && Ascii.isUpper(text.at(at - 6))) {
        found = LetteredIds.fiscalCode(text, at, spans);
      }
    } else if (length == 7 && before >= 'X') {
      found = LetteredIds.nie(text, at, end, spans);
    }
    return found < 0 ? Passports.around(text, at, spans) : found;
  }

  /** DNI, Chinese ids, ordinals of days, Corsican NIR, and passports. */
  private static int beforeLetter(Text text, int at, int end, int after, Spans spans) {
    int length = end - at;
    if (!text.freeBefore(at)) {
      return -1;
    }
    if (length <= 2 && BirthDates.isOrdinal(text, end)) {
      int found = BirthDates.dayFirst(text, at, end, spans);
      return found < 0 ? BirthDates.monthFirst(text, at, end, spans) : found;
    }
    if (length == 17 && (after == 'X' || after == 'x')) {
      if (!NationalIds.isChinese(text, at)) {
        return -1;
      }
      spans.add(Label.CN_RESIDENT_ID, at, end + 1);
      return end + 1;
    }
    if (length >= 6 && Phones.endsPhone(text, end)) {
      return BareNumbers.at(text, at, end, spans);
    }
    if (FrenchIds.mayBegin(text, at, end)) {
      return FrenchIds.at(text, at, spans);
    }
    if (!Ascii.isUpper(after)) {
      return -1;
    }
    int found = length == 8 ? LetteredIds.dni(text, at, end, spans) : -1;
    return found < 0 ? Passports.around(text, at, spans) : found;
  }

  private static int spanish(Text text, int at, int end, Spans spans) {
    return end - at == 7
        ? LetteredIds.nie(text, at, end, spans)
        : text.at(at - 1) == '-' ? -1 : LetteredIds.dni(text, at, end, spans);
  }
}
