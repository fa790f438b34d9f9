package org.obol.anonymize.scan;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Comparisons of as many bytes at once as the processor has lanes. */
final class VectorClassifier implements Classifier {
  private static final VectorSpecies<Byte> SPECIES = ByteVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private final TableClassifier tail = new TableClassifier();

  @Override
  public void classify(byte[] bytes, int from, int to, Bits bits) {
    int end = Bits.whole(to) <= bytes.length ? Bits.whole(to) : to & -64;
    int whole = LANES > 64 ? from : end;
    for (int at = from; at < whole; at += 64) {
      long digit = 0;
      long word = 0;
      long dash = 0;
      long mark = 0;
      long special = 0;
      long high = 0;
      long upper = 0;
      long dot = 0;
      for (int i = 0; i < 64; i += LANES) {
        ByteVector v = ByteVector.fromArray(SPECIES, bytes, at + i);
        VectorMask<Byte> digits = v.sub((byte) '0').compare(VectorOperators.ULT, (byte) 10);
        VectorMask<Byte> letters =
            v.or((byte) 0x20).sub((byte) 'a').compare(VectorOperators.ULT, (byte) 26);
        VectorMask<Byte> dashes = v.eq((byte) '-');
        VectorMask<Byte> back = v.eq((byte) '\\');
        digit |= digits.toLong() << i;
        dash |= dashes.toLong() << i;
        word |= digits.or(letters).or(dashes).or(v.eq((byte) '_')).toLong() << i;
        mark |=
            back.or(v.eq((byte) '@'))
                    .or(v.eq((byte) '<'))
                    .or(v.eq((byte) ':'))
                    .or(v.eq((byte) '='))
                    .or(v.eq((byte) '/'))
                    .toLong()
                << i;
        special |=
            back.or(v.eq((byte) '"')).or(v.compare(VectorOperators.ULT, (byte) 0x20)).toLong() << i;
        high |= v.lt((byte) 0).toLong() << i;
        upper |= v.sub((byte) 'A').compare(VectorOperators.ULT, (byte) 26).toLong() << i;
        dot |= v.eq((byte) '.').toLong() << i;
      }
      int w = at >>> 6;
      bits.digit[w] = digit;
      bits.word[w] = word;
      bits.dash[w] = dash;
      bits.mark[w] = mark;
      bits.special[w] = special;
      bits.high[w] = high;
      bits.upper[w] = upper;
      bits.dot[w] = dot;
    }
    if (whole > to) {
      clear((whole - 64) >>> 6, -1L >>> -to, bits);
    } else {
      tail.classify(bytes, whole, to, bits);
    }
  }

  /** Leaves only the bits of {@code kept} in the last word. */
  private static void clear(int last, long kept, Bits bits) {
    bits.digit[last] &= kept;
    bits.word[last] &= kept;
    bits.dash[last] &= kept;
    bits.mark[last] &= kept;
    bits.special[last] &= kept;
    bits.high[last] &= kept;
    bits.upper[last] &= kept;
    bits.dot[last] &= kept;
  }
}
