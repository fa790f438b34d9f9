package org.obol.http;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request that was read to its end.
 *
 * @param method as it was sent, such as {@code GET}; case counts (RFC 9110 section 9.1)
 * @param path the raw path, from the first {@code /} up to the query
 * @param segments the path split at {@code /}, then percent-decoded: a segment may hold a slash, a
 *     NUL or {@code ..}, which are its data and never structure
 * @param query decoded parameters in the order of their first appearance
 * @param headers the header fields as they came
 * @param remote the address of the peer, which may be a proxy; see {@link ClientAddress}
 * @param body the whole body, at most {@link Limits#maxBodyBytes()} bytes
 */
public record HttpRequest(
    String method,
    String path,
    List<String> segments,
    Map<String, List<String>> query,
    Headers headers,
    InetAddress remote,
    byte[] body) {

  /** The first value of that header. */
  public Optional<String> header(String name) {
    return headers.first(name);
  }

  /** Every value of that header. */
  public List<String> headers(String name) {
    return headers.all(name);
  }

  /** The first value of that query parameter. */
  public Optional<String> param(String name) {
    return query.getOrDefault(name, List.of()).stream().findFirst();
  }

  /** Whether only the header of the answer is wanted. */
  public boolean isHead() {
    return method.equals("HEAD");
  }
}
