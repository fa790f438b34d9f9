package org.obol.http;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Answers GET and HEAD for one immutable file, with conditions and ranges (RFC 9110 sections 13 and
 * 14).
 *
 * @param size of the file, in bytes
 * @param etag a strong entity tag with its quotes (section 8.8.3)
 * @param headers go on 200, 206 and 304 alike, such as Content-Type
 */
public record ArtifactResponder(Path file, long size, String etag, Headers headers) {

  /** Checks that the tag is strong. */
  public ArtifactResponder {
    if (!isStrong(etag)) {
      throw new IllegalArgumentException("not a strong entity tag: " + etag);
    }
  }

  /** The answer; {@code listener} is told about the transfer when there is one. */
  public HttpReply answer(HttpRequest request, TransferListener listener) {
    Headers common = headers.with("ETag", etag).with("Accept-Ranges", "bytes");
    if (!request.method().equals("GET") && !request.isHead()) {
      return HttpReply.error(
          405, Headers.of("Allow", "GET, HEAD"), "method_not_allowed", "use GET or HEAD");
    }
    // Section 13.2.2: If-None-Match comes before If-Range and Range.
    if (request.headers("If-None-Match").stream().anyMatch(this::namesThis)) {
      return HttpReply.empty(304, common);
    }
    return switch (wanted(request)) {
      case ByteRange.None() -> new HttpReply.FileSlice(200, common, file, 0, size, listener);
      case ByteRange.One range -> {
        var part = new ContentRange(range.first(), range.last(), size);
        yield new HttpReply.FileSlice(
            206,
            common.with("Content-Range", part.toString()),
            file,
            range.first(),
            range.length(),
            listener);
      }
      case ByteRange.Unsatisfiable() ->
          HttpReply.error(
              416,
              Headers.of("Content-Range", "bytes */" + size).with("Accept-Ranges", "bytes"),
              "range_not_satisfiable",
              "the file has " + size + " bytes");
    };
  }

  /** The range that counts: only GET has one (section 14.2), and If-Range may call it off. */
  private ByteRange wanted(HttpRequest request) {
    // Section 13.1.5: a strong comparison; we give no Last-Modified, so a date never matches.
    boolean same = request.header("If-Range").map(etag::equals).orElse(true);
    return request.isHead() || !same
        ? new ByteRange.None()
        : ByteRange.parse(singleRange(request), size);
  }

  private static Optional<String> singleRange(HttpRequest request) {
    return request.headers("Range").size() == 1 ? request.header("Range") : Optional.empty();
  }

  /** Section 13.1.2: a weak comparison with each tag of the list. */
  private boolean namesThis(String list) {
    return Arrays.stream(list.split(","))
        .map(String::strip)
        .anyMatch(tag -> tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag));
  }

  private static boolean isStrong(String etag) {
    return etag.matches("\"[!#-+\\--~]*\"");
  }
}
