package org.obol.anonymize.scan;

import org.obol.anonymize.Label;
import org.obol.anonymize.entity.Mnemonics;

/**
 * Finds where 32 bytes are words of three or more letters with single blanks between them, and
 * offers them to {@link Mnemonics}: a phrase of 47 bytes, the shortest, has two whole lanes of 16
 * bytes, wherever it begins.
 */
final class WordRuns {
  static final int SHORTEST_PHRASE = 47;
  private static final int LANE = 16;

  /** The highest bit of each lane, and lanes without their highest one, two and three bits. */
  private static final long TOPS = 0x8000_8000_8000_8000L;

  private static final long BELOW_1 = 0x7FFF_7FFF_7FFF_7FFFL;
  private static final long BELOW_2 = 0x3FFF_3FFF_3FFF_3FFFL;
  private static final long BELOW_3 = 0x1FFF_1FFF_1FFF_1FFFL;

  private WordRuns() {}

  static void scan(Text text, Bits bits, Spans spans) {
    if (text.to - text.from < SHORTEST_PHRASE || !spans.wants(Label.MNEMONIC)) {
      return;
    }
    int done = text.from;
    long before = 0;
    int last = (text.to - 1) >>> 6;
    for (int w = text.from >>> 6; w <= last; w++) {
      long good = goodLanes(bits.word[w], bits.digit[w], bits.special[w]);
      long pairs = good & ((good << LANE) | before);
      before = good >>> (64 - LANE);
      for (; pairs != 0; pairs &= pairs - 1) {
        int top = Long.numberOfTrailingZeros(pairs);
        int middle = (w << 6) + top - (LANE - 1);
        // Twelve words are so long that the one behind this blank is none of the last.
        int blank = middle + Long.numberOfTrailingZeros(~bits.word[w] >>> (top - (LANE - 1)));
        if (middle >= done + LANE && middle + LANE <= text.to && Mnemonics.mayGoOn(text, blank)) {
          done = Mnemonics.around(text, blank, done, spans);
        }
      }
    }
  }

  /**
   * The lanes, by their highest bit, that have a blank, no digit, no shorter word and no two
   * characters between words but CR and LF.
   */
  private static long goodLanes(long word, long digit, long special) {
    long blank = ~word;
    long breaks = special & (special >>> 1);
    long bad =
        digit
            | (blank & (blank >>> 1) & ~breaks & BELOW_1)
            | (blank & (blank >>> 2) & BELOW_2)
            | (blank & (blank >>> 3) & BELOW_3);
    return filled(blank) & ~filled(bad);
  }

  private static long filled(long lanes) {
    return (((lanes & BELOW_1) + BELOW_1) | lanes) & TOPS;
  }
}
