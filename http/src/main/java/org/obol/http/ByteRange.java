package org.obol.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Range header asks of a representation of known size (RFC 9110 section 14). */
public sealed interface ByteRange {

  /** The whole: no header, one that is not understood, or one that asks for several ranges. */
  record None() implements ByteRange {}

  /**
   * One range, both ends inclusive.
   *
   * @param first index of the first byte
   * @param last index of the last byte, at least {@code first}
   */
  record One(long first, long last) implements ByteRange {
    /** Checks the order. */
    public One {
      if (first < 0 || last < first) {
        throw new IllegalArgumentException("not a range: " + first + "-" + last);
      }
    }

    /** Bytes in the range, at least 1. */
    public long length() {
      return last - first + 1;
    }
  }

  /** A range of which the representation has no byte; the answer is 416. */
  record Unsatisfiable() implements ByteRange {}

  /** Keeps the pattern out of the interface's own names. */
  final class Syntax {
    /** Section 14.1.1: {@code bytes} in any case, then first-last, first-, or -suffix. */
    private static final Pattern SINGLE = Pattern.compile("(?i:bytes)=[ \t]*(\\d*)-(\\d*)[ \t]*");

    private Syntax() {}
  }

  /**
   * Reads the header against {@code size} bytes. Anything that is not exactly one byte range is
   * {@link None}, as section 14.2 lets a server ignore it.
   */
  static ByteRange parse(Optional<String> header, long size) {
    return header.map(text -> parse(text, size)).orElse(new None());
  }

  /** Reads the text of a header that is there; see {@link #parse(Optional, long)}. */
  static ByteRange parse(String header, long size) {
    Matcher matcher = Syntax.SINGLE.matcher(header);
    if (!matcher.matches()) {
      return new None();
    }
    String first = significant(matcher.group(1));
    String last = significant(matcher.group(2));
    if (first.isEmpty()) {
      return last.isEmpty() ? new None() : suffix(clamp(last), size);
    }
    if (!last.isEmpty() && isLess(last, first)) {
      return new None();
    }
    long from = clamp(first);
    if (from >= size) {
      return new Unsatisfiable();
    }
    return new One(from, last.isEmpty() ? size - 1 : Math.min(clamp(last), size - 1));
  }

  private static ByteRange suffix(long length, long size) {
    return length == 0 || size == 0
        ? new Unsatisfiable()
        : new One(Math.max(0, size - length), size - 1);
  }

  private static String significant(String digits) {
    return digits.replaceFirst("^0+(?=.)", "");
  }

  private static boolean isLess(String digits, String others) {
    return digits.length() == others.length()
        ? digits.compareTo(others) < 0
        : digits.length() < others.length();
  }

  /** The number, or the largest long when it is larger. */
  private static long clamp(String digits) {
    return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
  }
}
