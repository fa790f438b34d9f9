package org.obol.http;

import java.util.Arrays;
import org.obol.crypto.Sha256;

/** A document from memory that a reader need not fetch twice (RFC 9110 section 13.1.2). */
public final class ConditionalReply {

  private ConditionalReply() {}

  /** The document with its hash as ETag, or 304 when the request names that one. */
  public static HttpReply of(HttpRequest request, Headers headers, byte[] document) {
    String etag = "\"" + Sha256.hash(document) + "\"";
    Headers tagged = headers.with("ETag", etag);
    boolean same =
        request.headers("If-None-Match").stream()
            .flatMap(list -> Arrays.stream(list.split(",")))
            .map(String::strip)
            .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag));
    return same ? HttpReply.empty(304, tagged) : new HttpReply.Bytes(200, tagged, document);
  }
}
