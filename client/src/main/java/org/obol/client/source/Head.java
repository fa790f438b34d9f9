package org.obol.client.source;

import java.net.http.HttpHeaders;
import org.obol.client.source.FetchException.Kind;
import org.obol.crypto.Sha256;
import org.obol.crypto.Shown;

/** Status and headers of a reply, with the checks of RFC 9110 that a buyer insists on. */
public record Head(int status, HttpHeaders headers) {

  /** Demands that the bytes come as they are: nothing is ever unpacked. */
  void requireIdentity() throws FetchException {
    String encoding = headers.firstValue("Content-Encoding").orElse("identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      throw wrong("the reply is packed (Content-Encoding " + Shown.brief(encoding, 200) + ")");
    }
  }

  /**
   * Demands that a 206 is exactly {@code span} of the file whose digest is {@code hash}.
   *
   * @throws FetchException {@code RANGE_IGNORED} when the whole file of the right length comes
   */
  public void requirePart(ByteSpan span, Sha256 hash) throws FetchException {
    requireEtag(hash);
    if (status == 200) {
      requireLength(span.total());
      throw new FetchException(Kind.RANGE_IGNORED, "the server does not answer ranges");
    }
    if (status != 206) {
      throw wrong("a request for a range was answered with status " + status);
    }
    span.requireAnsweredBy(headers);
    requireLength(span.length());
  }

  /** Demands that a 200 is the whole file of {@code size} bytes whose digest is {@code hash}. */
  public void requireWhole(long size, Sha256 hash) throws FetchException {
    if (status != 200) {
      throw wrong("a request for the whole file was answered with status " + status);
    }
    requireEtag(hash);
    requireLength(size);
  }

  private void requireEtag(Sha256 hash) throws FetchException {
    String etag = headers.firstValue("ETag").orElse("");
    if (!etag.isEmpty() && !etag.equals("\"" + hash + "\"")) {
      throw wrong("the server now has another file (ETag " + Shown.brief(etag, 200) + ")");
    }
  }

  private void requireLength(long expected) throws FetchException {
    long given = headers.firstValueAsLong("Content-Length").orElse(expected);
    if (given != expected) {
      throw wrong("the reply has " + given + " bytes where " + expected + " are signed");
    }
  }

  private static FetchException wrong(String message) {
    return new FetchException(Kind.WRONG, message);
  }
}
