package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** Digits without separators: what their number, check digits and context say that they are. */
final class BareNumbers {
  /** Numbers of 6 to 13 digits and of 17 to 19 are something only by their context. */
  private static final int CUED = 0b1110_0011_1111_1100_0000;

  private BareNumbers() {}

  /** Looks at the run of digits {@code [at, end)}; returns the end of a value, or {@code end}. */
  static int at(Text text, int at, int end, Spans spans) {
    int length = end - at;
    if (length > 19 || !Edges.clearBefore(text, at, spans) || !isWhole(text, end)) {
      return end;
    }
    if (FrenchIds.mayBegin(text, at, end)) {
      int french = FrenchIds.at(text, at, spans);
      if (french > 0) {
        return french;
      }
    }
    if (Cards.isPlain(text, at, end)) {
      spans.add(Label.CREDIT_CARD, at, end);
    } else if (length == 18 && NationalIds.isChinese(text, at)) {
      spans.add(Label.CN_RESIDENT_ID, at, end);
    } else if (((CUED >>> length & 1) != 0 || length == 14 || length == 15)
        && !Edges.inTable(text, at, spans)) {
      cued(text, at, end, spans);
    }
    return end;
  }

  private static void cued(Text text, int at, int end, Spans spans) {
    boolean card = Cards.isCard(text, at, end);
    if (end - at > 13 && !card) {
      return;
    }
    long cues = Cues.before(text, at);
    if (cues == 0 && !NationalPhones.follows(text, at, spans)) {
      return;
    }
    if (card && Cues.near(cues, Cues.CARD)) {
      spans.add(Label.CREDIT_CARD, at, end);
      return;
    }
    boolean found =
        (end - at == 9 && SocialSecurity.bare(text, at, end, cues, spans))
            || NationalIds.bare(text, at, end, cues, spans)
            || Passports.bare(text, at, end, cues, spans)
            || NationalPhones.bare(text, at, end, cues, spans);
    if (!found && card && Cues.near(cues, Cues.CARD)) {
      spans.add(Label.CREDIT_CARD, at, end);
    }
  }

  /** No decimals, no part of a word with dashes, no percentage. */
  private static boolean isWhole(Text text, int end) {
    int after = text.at(end);
    if (after == '-') {
      return !Ascii.isWord(text.at(end + 1));
    }
    return after != '%' && (Edges.clearAfter(text, end) || Phones.endsPhone(text, end));
  }
}
