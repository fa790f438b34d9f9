package org.obol.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** Against a model that asks of each byte whether it is wanted. */
class ByteRangeProperties {

  @Property(tries = 5000)
  void smallFilesAgreeWithTheModel(
      @ForAll("numbers") String first,
      @ForAll("numbers") String last,
      @ForAll @LongRange(max = 40) long size) {
    ByteRange parsed = ByteRange.parse("bytes=" + first + "-" + last, size);
    if (first.isEmpty() && last.isEmpty()) {
      assertThat(parsed).isEqualTo(new ByteRange.None());
    } else if (!first.isEmpty()
        && !last.isEmpty()
        && new BigInteger(last).compareTo(new BigInteger(first)) < 0) {
      assertThat(parsed).isEqualTo(new ByteRange.None());
    } else {
      assertThat(bytes(parsed, size)).isEqualTo(model(first, last, size));
    }
  }

  @Property(tries = 5000)
  void anyTextGivesARangeWithinTheSize(
      @ForAll String header, @ForAll @LongRange(max = Long.MAX_VALUE) long size) {
    assertWithin(ByteRange.parse(header, size), size);
    assertWithin(ByteRange.parse("bytes=" + header, size), size);
  }

  @Property
  void whatIsWrittenIsRead(
      @ForAll @LongRange(max = 1L << 50) long first,
      @ForAll @LongRange(min = 1, max = 1L << 50) long length,
      @ForAll @LongRange(max = 1L << 50) long after) {
    var range = new ContentRange(first, first + length - 1, first + length + after);
    assertThat(ContentRange.parse(range.toString())).contains(range);
    assertThat(range.length()).isEqualTo(length);
  }

  @Provide
  Arbitrary<String> numbers() {
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(1, Arbitraries.just("")),
        net.jqwik.api.Tuple.of(8, Arbitraries.integers().between(0, 50).map(String::valueOf)),
        net.jqwik.api.Tuple.of(1, Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(40)));
  }

  private static void assertWithin(ByteRange parsed, long size) {
    if (parsed instanceof ByteRange.One one) {
      assertThat(one.last()).isLessThan(size).isGreaterThanOrEqualTo(one.first());
      assertThat(one.length()).isPositive();
    }
  }

  private static String bytes(ByteRange range, long size) {
    return switch (range) {
      case ByteRange.None() -> "whole";
      case ByteRange.Unsatisfiable() -> "";
      case ByteRange.One one -> marks(size, i -> i >= one.first() && i <= one.last());
    };
  }

  private static String model(String first, String last, long size) {
    return marks(
        size,
        i -> {
          BigInteger index = BigInteger.valueOf(i);
          if (first.isEmpty()) {
            return BigInteger.valueOf(size - i).compareTo(new BigInteger(last)) <= 0;
          }
          return index.compareTo(new BigInteger(first)) >= 0
              && (last.isEmpty() || index.compareTo(new BigInteger(last)) <= 0);
        });
  }

  private static String marks(long size, java.util.function.LongPredicate wanted) {
    var out = new StringBuilder();
    for (long i = 0; i < size; i++) {
      if (wanted.test(i)) {
        out.append(i).append(' ');
      }
    }
    return out.toString();
  }
}
