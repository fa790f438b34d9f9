package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** Payment cards: Luhn, and the ranges of the issuers with the lengths they give out. */
final class Cards {
  private static final int D14 = 1 << 14;
  private static final int D15 = 1 << 15;
  private static final int D16 = 1 << 16;
  private static final int D16_TO_19 = 0xF << 16;
  private static final int D12_TO_19 = 0xFF << 12;
  private static final int VISA = 1 << 13 | 1 << 16 | 1 << 19;

  private Cards() {}

  /** Adds the card that the groups at {@code at} make; its end, or -1. */
  static int grouped(Text text, int at, long groups, Spans spans) {
    int runs = 0;
    if (DigitGroups.areEven(groups, 4, 0x4444)) {
      int end = DigitGroups.end(groups, at, 4);
      boolean alone = Edges.clearAfter(text, end) || DigitGroups.length(groups, 4) == 3;
      if (alone && valid(text, at, end, 16)) {
        spans.add(Label.CREDIT_CARD, at, end);
        return end;
      }
      runs = DigitGroups.areEven(groups, 5, 0x44443) ? 5 : 0;
    } else if (DigitGroups.areEven(groups, 3, 0x465) || DigitGroups.areEven(groups, 3, 0x464)) {
      runs = 3;
    }
    if (runs == 0) {
      return -1;
    }
    int end = DigitGroups.end(groups, at, runs);
    if (!Edges.clearAfter(text, end) || !valid(text, at, end, DigitGroups.digits(groups, runs))) {
      return -1;
    }
    spans.add(Label.CREDIT_CARD, at, end);
    return end;
  }

  /** Whether the bare digits are a card that needs no context. */
  static boolean isPlain(Text text, int at, int end) {
    int length = end - at;
    if (length < 13 || length > 16 || !valid(text, at, end, length)) {
      return false;
    }
    return switch (length) {
      case 13 -> !isEan(text, at, end);
      case 16 -> true;
      default -> text.at(at) != '5' && text.at(at) != '6';
    };
  }

  /** Whether the bare digits are a card where the context speaks of cards. */
  static boolean isCard(Text text, int at, int end) {
    return valid(text, at, end, end - at);
  }

  private static boolean valid(Text text, int at, int end, int length) {
    return (lengths(prefix(text, at)) >>> length & 1) != 0
        && Checksums.luhn(text, at, end)
        && !Checksums.allEqual(text, at, end);
  }

  /** The first four digits, which no known grouping parts. */
  private static int prefix(Text text, int at) {
    return (int) Checksums.number(text, at, at + 4);
  }

  /** The lengths that cards with these first four digits have, one bit each. */
  private static int lengths(int prefix) {
    return switch (prefix / 1000) {
      case 1 -> prefix == 1800 ? D15 : 0;
      case 2 -> two(prefix);
      case 3 -> three(prefix);
      case 4 -> VISA;
      case 5 -> five(prefix / 100);
      case 6 -> six(prefix);
      case 8 -> prefix >= 8100 && prefix < 8180 ? D16_TO_19 : 0;
      default -> 0;
    };
  }

  private static int two(int prefix) {
    if (prefix >= 2200 && prefix <= 2204) {
      return D16_TO_19;
    }
    if (prefix >= 2221 && prefix <= 2720) {
      return D16;
    }
    return prefix == 2131 ? D15 : 0;
  }

  private static int three(int prefix) {
    int two = prefix / 100;
    if (two == 34 || two == 37) {
      return D15;
    }
    if (prefix >= 3528 && prefix <= 3589) {
      return D16_TO_19;
    }
    boolean diners = (prefix >= 3000 && prefix <= 3059) || prefix == 3095;
    return diners || two == 36 || two == 38 || two == 39 ? D14 | D16 : 0;
  }

  private static int five(int two) {
    if (two >= 51 && two <= 55) {
      return D16;
    }
    return two == 50 || two >= 56 ? D12_TO_19 : 0;
  }

  private static int six(int prefix) {
    boolean discover = prefix == 6011 || (prefix >= 6440 && prefix <= 6599);
    return discover || prefix / 100 == 62 ? D16_TO_19 : D12_TO_19;
  }

  /** A 13-digit number that is also a right EAN is a bar code more often than an old Visa card. */
  private static boolean isEan(Text text, int at, int end) {
    return Checksums.weighted(text, at, end, NationalIds.EAN) % 10 == 0;
  }
}
