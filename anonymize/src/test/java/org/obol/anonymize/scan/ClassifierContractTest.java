package org.obol.anonymize.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ClassifierContractTest {
  @Test
  void vectorsAreTestedHere() {
    assertThat(Classifier.best()).isInstanceOf(VectorClassifier.class);
  }

  @Property(tries = 500)
  void vectorsAndTablesGiveTheSameBits(@ForAll @Size(max = 400) byte[] bytes, @ForAll long seed) {
    Random random = new Random(seed);
    byte[] dense = bytes.clone();
    String marks = "@<:=/\\\"-_.09azAZ\n";
    for (int i = 0; i < dense.length; i++) {
      if (random.nextInt(3) > 0) {
        dense[i] = (byte) marks.charAt(random.nextInt(marks.length()));
      }
    }
    for (byte[] each : new byte[][] {bytes, dense}) {
      Bits table = bits(new TableClassifier(), each);
      Bits vector = bits(new VectorClassifier(), each);
      int words = (each.length + 63) / 64;
      assertThat(Arrays.copyOf(vector.trigger, words))
          .isEqualTo(Arrays.copyOf(table.trigger, words));
      assertThat(Arrays.copyOf(vector.special, words))
          .isEqualTo(Arrays.copyOf(table.special, words));
      assertThat(Arrays.copyOf(vector.high, words)).isEqualTo(Arrays.copyOf(table.high, words));
      assertThat(Arrays.copyOf(table.trigger, words)).isEqualTo(triggers(each));
    }
  }

  @Test
  void bitsOfAnEarlierLongerTextAreGone() {
    Bits bits = new Bits(new TableClassifier());
    byte[] bytes = "\"".repeat(200).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    bits.of(bytes, 200);
    bits.of(bytes, 3);
    assertThat(Bits.next(bits.special, 3, 64)).isEqualTo(64);
  }

  private static Bits bits(Classifier classifier, byte[] bytes) {
    Bits bits = new Bits(classifier);
    bits.of(bytes, bytes.length);
    return bits;
  }

  /** What the bit arithmetic computes, said byte by byte. */
  private static long[] triggers(byte[] b) {
    long[] bits = new long[(b.length + 63) / 64];
    for (int i = 0; i < b.length; i++) {
      boolean mark = "@<:=/\\".indexOf(b[i]) >= 0;
      boolean dots = b[i] == '.' && i + 5 < b.length && b[i + 5] == '.';
      boolean word = (i == 0 || !Ascii.isBase64Url(b[i - 1])) && run(b, i, false) >= 16;
      boolean dashes = (i == 0 || b[i - 1] != '-') && run(b, i, true) >= 2;
      if (mark || isNumber(b, i) || word || dashes || dots) {
        bits[i / 64] |= 1L << i;
      }
    }
    return bits;
  }

  private static boolean isNumber(byte[] b, int at) {
    int before = at > 0 ? b[at - 1] : 0;
    int further = at > 1 ? b[at - 2] : 0;
    return Ascii.isDigit(b[at])
        && !Ascii.isDigit(before)
        && (!Ascii.isWord(before)
            || (Ascii.isUpper(before) && (Ascii.isUpper(further) || !Ascii.isWord(further))));
  }

  private static int run(byte[] b, int at, boolean dashes) {
    int end = at;
    while (end < b.length && (dashes ? b[end] == '-' : Ascii.isBase64Url(b[end]))) {
      end++;
    }
    return end - at;
  }
}
