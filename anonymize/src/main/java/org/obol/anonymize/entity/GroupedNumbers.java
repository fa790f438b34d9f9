package org.obol.anonymize.entity;

import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** Runs of digits joined by single spaces, dashes, points or slashes. */
final class GroupedNumbers {
  /** No value in groups has fewer digits, IPv4 addresses aside. */
  private static final int FEWEST = 7;

  private static final int LONG_RUN = 7;

  private GroupedNumbers() {}

  /**
   * Looks at the groups that begin with the run {@code [at, end)}.
   *
   * @return the end of a value, or where the next digits begin that may be one
   */
  static int at(Text text, int at, int end, Spans spans) {
    int after = text.at(end);
    if (after == '.' && end - at <= 3) {
      int address = IpV4.at(text, at, spans);
      if (address > 0) {
        return address;
      }
    }
    if (end - at >= LONG_RUN) {
      return after == ' ' || after == '/' ? BareNumbers.at(text, at, end, spans) : end;
    }
    boolean cell = after == ' ' && end - at <= 2 && Edges.spacedBefore(text, at, spans);
    if (cell || !Edges.clearBefore(text, at, spans)) {
      return end;
    }
    long groups = DigitGroups.parse(text, at);
    int count = DigitGroups.count(groups);
    if (DigitGroups.digits(groups, count) < FEWEST) {
      return end;
    }
    if (after == '.' && DigitGroups.separator(groups, 1) != DigitGroups.DOT) {
      return DigitGroups.end(groups, at, 2);
    }
    int found = shaped(text, at, groups, count, spans);
    if (found < 0 && !Edges.inTable(text, at, spans)) {
      found = NationalPhones.grouped(text, at, groups, spans);
    }
    if (found < 0 && end - at == 6 && after == ' ') {
      return BareNumbers.at(text, at, end, spans);
    }
    return found < 0 ? end : found;
  }

  private static int shaped(Text text, int at, long groups, int count, Spans spans) {
    if (count < 3) {
      return -1;
    }
    if (Dates.hasShape(groups)) {
      return BirthDates.numeric(text, at, groups, spans);
    }
    int found = -1;
    switch ((int) (groups >>> 52)) {
      case 0x444, 0x465, 0x464 -> found = Cards.grouped(text, at, groups, spans);
      case 0x324 -> found = SocialSecurity.grouped(text, at, groups, spans);
      default -> {}
    }
    if (found < 0) {
      found = NationalIds.grouped(text, at, groups, spans);
    }
    boolean american =
        DigitGroups.haveLengths(groups, 3, 0x334) || DigitGroups.haveLengths(groups, 4, 0x1334);
    return found < 0 && american ? Phones.grouped(text, at, groups, spans) : found;
  }
}
