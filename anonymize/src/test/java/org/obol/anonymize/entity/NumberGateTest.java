package org.obol.anonymize.entity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.obol.anonymize.LabelledCase;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

class NumberGateTest {
  private static final String OTHERS = "0123456789 .,-/+()[AZaxth:é\u2011";

  @Test
  void whatIsTurnedAwayIsNothing() {
    Random random = new Random(1);
    List<LabelledCase> cases = LabelledCase.all();
    int turnedAway = 0;
    for (int i = 0; i < 40_000; i++) {
      String one = cases.get(random.nextInt(cases.size())).text();
      turnedAway += check(Text.of(i < cases.size() ? cases.get(i).text() : changed(one, random)));
    }
    assertThat(turnedAway).isGreaterThan(40_000);
  }

  private static String changed(String text, Random random) {
    StringBuilder changed = new StringBuilder(text);
    for (int i = 0; i < 4 && !changed.isEmpty(); i++) {
      char other = OTHERS.charAt(random.nextInt(OTHERS.length()));
      changed.setCharAt(random.nextInt(changed.length()), other);
    }
    return changed.toString();
  }

  /** Asks the matcher about every run of digits, and how many of them it would not have seen. */
  private static int check(Text text) {
    Spans spans = new Spans();
    int turnedAway = 0;
    int next = 0;
    for (int at = 0; at < text.to; at++) {
      if (at < next || !Ascii.isDigit(text.at(at)) || Ascii.isDigit(text.at(at - 1))) {
        continue;
      }
      int end = Alphabet.DIGITS.end(text, at);
      boolean offered = isOffered(text, at) && NumberGate.mayBegin(text, at, end, digits(text, at));
      int before = spans.size();
      next = Numbers.at(text, at, end, spans);
      if (!offered) {
        turnedAway++;
        assertThat(spans.size()).as(text(text) + " at " + at).isEqualTo(before);
        assertThat(next).as(text(text) + " at " + at).isEqualTo(end);
      }
    }
    return turnedAway;
  }

  /** What the bits of the scanner let through. */
  private static boolean isOffered(Text text, int at) {
    int before = text.at(at - 1);
    int further = text.at(at - 2);
    return !Ascii.isWord(before)
        || (Ascii.isUpper(before) && (Ascii.isUpper(further) || !Ascii.isWord(further)));
  }

  private static long digits(Text text, int at) {
    long digits = 0;
    for (int i = 0; i < Long.SIZE; i++) {
      digits |= Ascii.isDigit(text.at(at + i)) ? 1L << i : 0;
    }
    return digits;
  }

  private static String text(Text text) {
    return new String(text.bytes, java.nio.charset.StandardCharsets.UTF_8);
  }
}
