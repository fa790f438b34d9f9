package org.obol.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Content-Range of a 206 answer (RFC 9110 section 14.4), both ends inclusive.
 *
 * @param size of the whole representation, in bytes
 */
public record ContentRange(long first, long last, long size) {

  private static final Pattern SYNTAX =
      Pattern.compile("(?i:bytes) (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

  /** Checks that the range is within the size. */
  public ContentRange {
    if (first < 0 || last < first || size <= last) {
      throw new IllegalArgumentException("not a content range: " + first + "-" + last + "/" + size);
    }
  }

  /** Reads the header; empty for another unit, an unknown size, or ends that make no sense. */
  public static Optional<ContentRange> parse(String header) {
    Matcher matcher = SYNTAX.matcher(header);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long first = Long.parseLong(matcher.group(1));
    long last = Long.parseLong(matcher.group(2));
    long size = Long.parseLong(matcher.group(3));
    return last < first || size <= last
        ? Optional.empty()
        : Optional.of(new ContentRange(first, last, size));
  }

  /** Bytes in the range, at least 1. */
  public long length() {
    return last - first + 1;
  }

  /** The value of the header. */
  @Override
  public String toString() {
    return "bytes " + first + "-" + last + "/" + size;
  }
}
