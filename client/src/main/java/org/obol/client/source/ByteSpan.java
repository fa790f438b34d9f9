package org.obol.client.source;

import java.net.http.HttpHeaders;
import java.util.Optional;
import org.obol.crypto.Shown;
import org.obol.http.ContentRange;

/**
 * The bytes of a file from {@code first} to {@code last}, both included.
 *
 * @param total bytes of the whole file
 */
public record ByteSpan(long first, long last, long total) {

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
    if (!ContentRange.parse(given).equals(Optional.of(new ContentRange(first, last, total)))) {
      throw new FetchException(
          FetchException.Kind.WRONG,
          "asked for bytes " + this + " and got Content-Range " + Shown.brief(given, 200));
    }
  }

  @Override
  public String toString() {
    return first + "-" + last + "/" + total;
  }
}
