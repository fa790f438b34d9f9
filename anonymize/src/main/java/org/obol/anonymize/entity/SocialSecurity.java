package org.obol.anonymize.entity;

import org.jspecify.annotations.Nullable;
import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** Numbers of the United States with nine digits: social security and taxpayer numbers. */
final class SocialSecurity {
  private SocialSecurity() {}

  /** Adds the number that groups of 3-2-4 at {@code at} make; its end, or -1. */
  static int grouped(Text text, int at, long groups, Spans spans) {
    int end = DigitGroups.end(groups, at, 3);
    Label label = label((int) Checksums.number(text, at, end));
    if (label == null || !Edges.clearAfter(text, end)) {
      return -1;
    }
    long cues = Cues.before(text, at);
    boolean dashed = DigitGroups.are(groups, 3, 0x324, 0x22);
    boolean spaced = DigitGroups.are(groups, 3, 0x324, 0x11);
    if (dashed ? Cues.adjacent(cues, Cues.PRODUCT) : !spaced || !Cues.near(cues, cue(label))) {
      return -1;
    }
    spans.add(label, at, end);
    return end;
  }

  /** Adds nine bare digits where the context asks for them. */
  static boolean bare(Text text, int at, int end, long cues, Spans spans) {
    Label label = label((int) Checksums.number(text, at, end));
    if (label == null || !Cues.near(cues, cue(label))) {
      return false;
    }
    spans.add(label, at, end);
    return true;
  }

  private static int cue(Label label) {
    return label == Label.SSN ? Cues.SSN : Cues.ITIN;
  }

  private static @Nullable Label label(int number) {
    int area = number / 1_000_000;
    int group = number / 10_000 % 100;
    if (area >= 900) {
      boolean taxpayer =
          (group >= 50 && group <= 65)
              || (group >= 70 && group <= 88)
              || (group >= 90 && group <= 92)
              || group >= 94;
      return taxpayer ? Label.ITIN : null;
    }
    return area != 0 && area != 666 && group != 0 && number % 10_000 != 0 ? Label.SSN : null;
  }
}
