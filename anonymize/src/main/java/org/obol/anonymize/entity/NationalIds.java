package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** Numbers that countries give to persons, of digits alone, each with its check digits. */
final class NationalIds {
  /** Weights of EAN-13, the check digit included. */
  static final byte[] EAN = {1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1};

  private static final byte[] NHS = {10, 9, 8, 7, 6, 5, 4, 3, 2, 1};
  private static final byte[] PESEL = {1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1};
  private static final byte[] CPF_FIRST = {10, 9, 8, 7, 6, 5, 4, 3, 2};
  private static final byte[] CPF_SECOND = {11, 10, 9, 8, 7, 6, 5, 4, 3, 2};

  private NationalIds() {}

  /** Adds the number that the groups at {@code at} make; its end, or -1. */
  static int grouped(Text text, int at, long groups, Spans spans) {
    return switch ((int) (groups >>> 52)) {
      case 0x333 -> threes(text, at, groups, spans);
      case 0x334 ->
          DigitGroups.areEven(groups, 3, 0x334) && isNhs(text, at, at + 12)
              ? cued(text, at, at + 12, Label.UK_NHS, Cues.NHS, spans)
              : -1;
      case 0x344 ->
          DigitGroups.are(groups, 4, 0x3442, 0x333) && isAhv(text, at, at + 16)
              ? alone(text, at, at + 16, Label.CH_AHV, spans)
              : -1;
      case 0x444 -> aadhaar(text, at, groups, spans);
      case 0x233 ->
          DigitGroups.are(groups, 4, 0x2333, 0x111) && isGermanTax(text, at, at + 14)
              ? cued(text, at, at + 14, Label.DE_TAX_ID, Cues.TAX, spans)
              : -1;
      default -> -1;
    };
  }

  /** Adds the bare digits where the context asks for them. */
  static boolean bare(Text text, int at, int end, long cues, Spans spans) {
    Label label =
        switch (end - at) {
          case 9 -> Cues.near(cues, Cues.SIN) && isSin(text, at, end) ? Label.CA_SIN : null;
          case 10 -> Cues.near(cues, Cues.NHS) && isNhs(text, at, end) ? Label.UK_NHS : null;
          case 11 -> {
            if (Cues.near(cues, Cues.PESEL) && isPesel(text, at)) {
              yield Label.PL_PESEL;
            }
            if (Cues.near(cues, Cues.CPF) && isCpf(text, at, end)) {
              yield Label.BR_CPF;
            }
            yield Cues.near(cues, Cues.TAX) && isGermanTax(text, at, end) ? Label.DE_TAX_ID : null;
          }
          case 12 ->
              Cues.near(cues, Cues.AADHAAR) && isAadhaar(text, at, end) ? Label.IN_AADHAAR : null;
          default -> null;
        };
    if (label == null) {
      return false;
    }
    spans.add(label, at, end);
    return true;
  }

  /** Whether the 18 characters at {@code at} are a Chinese resident id: place, day, check. */
  static boolean isChinese(Text text, int at) {
    return text.at(at) != '0'
        && Dates.isCompact(text, at + 6)
        && Checksums.mod11Dash2(text, at)
        && !Ascii.isDigit(text.at(at + 18))
        && text.freeAfter(at + 18);
  }

  /** 123.456.789-09 of Brazil, or 123 456 789 of Canada. */
  private static int threes(Text text, int at, long groups, Spans spans) {
    if (DigitGroups.are(groups, 4, 0x3332, 0x332)) {
      int end = DigitGroups.end(groups, at, 4);
      return isCpf(text, at, end) ? alone(text, at, end, Label.BR_CPF, spans) : -1;
    }
    int end = DigitGroups.end(groups, at, 3);
    return DigitGroups.areEven(groups, 3, 0x333) && isSin(text, at, end)
        ? cued(text, at, end, Label.CA_SIN, Cues.SIN, spans)
        : -1;
  }

  private static int aadhaar(Text text, int at, long groups, Spans spans) {
    int end = DigitGroups.end(groups, at, 3);
    if (!DigitGroups.areEven(groups, 3, 0x444) || !isAadhaar(text, at, end)) {
      return -1;
    }
    boolean part =
        Edges.spacedBefore(text, at, spans)
            || Edges.spacedAfter(text, end)
            || (isYear(text, at) && isYear(text, at + 5) && isYear(text, at + 10));
    return part
        ? cued(text, at, end, Label.IN_AADHAAR, Cues.AADHAAR, spans)
        : alone(text, at, end, Label.IN_AADHAAR, spans);
  }

  private static boolean isYear(Text text, int at) {
    int century = Dates.number(text, at, 2);
    return century == 19 || century == 20;
  }

  private static int alone(Text text, int at, int end, Label label, Spans spans) {
    if (!Edges.clearAfter(text, end)) {
      return -1;
    }
    spans.add(label, at, end);
    return end;
  }

  private static int cued(Text text, int at, int end, Label label, int cue, Spans spans) {
    return Cues.near(Cues.before(text, at), cue) ? alone(text, at, end, label, spans) : -1;
  }

  private static boolean isNhs(Text text, int at, int end) {
    return Checksums.weighted(text, at, end, NHS) % 11 == 0 && !Checksums.allEqual(text, at, end);
  }

  private static boolean isSin(Text text, int at, int end) {
    return Checksums.luhn(text, at, end) && !Checksums.allEqual(text, at, end);
  }

  private static boolean isGermanTax(Text text, int at, int end) {
    return text.at(at) != '0' && Checksums.mod11And10(text, at, end);
  }

  private static boolean isAadhaar(Text text, int at, int end) {
    return text.at(at) >= '2' && Checksums.verhoeff(text, at, end);
  }

  private static boolean isAhv(Text text, int at, int end) {
    return Dates.number(text, at, 3) == 756 && Checksums.weighted(text, at, end, EAN) % 10 == 0;
  }

  /** The month says the century, too: 81 to 92 are of the 19th, 21 to 32 of the 21st. */
  private static boolean isPesel(Text text, int at) {
    int month = Dates.number(text, at + 2, 2);
    int century = month > 80 ? 1800 : 1900 + (month / 20 * 100);
    int year = century + Dates.number(text, at, 2);
    int day = Dates.number(text, at + 4, 2);
    return Dates.isReal(Math.max(year, 1900), month % 20, day)
        && Checksums.weighted(text, at, at + 11, PESEL) % 10 == 0;
  }

  private static boolean isCpf(Text text, int at, int end) {
    int first = Checksums.weighted(text, at, end, CPF_FIRST) * 10 % 11 % 10;
    int second = Checksums.weighted(text, at, end, CPF_SECOND) * 10 % 11 % 10;
    return text.at(end - 2) - '0' == first
        && text.at(end - 1) - '0' == second
        && !Checksums.allEqual(text, at, end);
  }
}
