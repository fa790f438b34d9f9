package org.obol.client.source;

import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bytes of a file from {@code first} to {@code last}, both included.
 *
 * @param total bytes of the whole file
 */
public record ByteSpan(long first, long last, long total) {

  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

  /** Checks that it is not empty and lies inside the file. */
  public ByteSpan {
    if (first < 0 || last < first || last >= total) {
      throw new IllegalArgumentException("bytes " + first + "-" + last + " of " + total);
    }
  }

  /** How many bytes there are. */
  public long length() {
    return last - first + 1;
  }

  /** The value of the Range header (RFC 9110 section 14.2). */
  public String header() {
    return "bytes=" + first + "-" + last;
  }

  /**
   * Demands that a 206 is exactly this span (RFC 9110 section 14.4); a total that is not told is
   * not accepted.
   */
  void requireAnsweredBy(HttpHeaders headers) throws FetchException {
    String given = headers.firstValue("Content-Range").orElse("nothing");
    Optional<ByteSpan> answered = parse(given);
    if (answered.isEmpty() || !answered.get().equals(this)) {
      throw new FetchException(
          FetchException.Kind.WRONG,
          "asked for bytes " + this + " and got Content-Range " + Printable.brief(given));
    }
  }

  private static Optional<ByteSpan> parse(String header) {
    Matcher match = CONTENT_RANGE.matcher(header);
    if (!match.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ByteSpan(
              Long.parseLong(match.group(1)),
              Long.parseLong(match.group(2)),
              Long.parseLong(match.group(3))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return first + "-" + last + "/" + total;
  }
}
