package org.obol.x402.facilitator;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * How a facilitator is asked over HTTP.The URL may hold a key in its path; {@link #host()} is the
 * part that is shown.
 *
 * @param base the URL to which {@code /verify}, {@code /settle} and {@code /supported} are appended
 * @param verifyTimeout for the whole answer of /verify and of /supported
 * @param settleTimeout for the whole answer of /settle: a transaction has to get into a block
 * @param maxResponseBytes longest answer that is read
 * @param headers the headers that authenticate a request, asked for each one anew
 */
public record HttpFacilitatorConfig(
    URI base,
    Duration verifyTimeout,
    Duration settleTimeout,
    long maxResponseBytes,
    AuthHeaders headers) {

  /** Where the headers of a request come from, such as a bearer token for method and path. */
  @FunctionalInterface
  public interface AuthHeaders {

    /** The headers of a request with that method to that URL. */
    Map<String, String> of(String method, URI url);
  }

  /**
   * Checks the URL, without repeating it.
   *
   * @throws IllegalArgumentException when it is not http or https, or has a user, query or fragment
   */
  public HttpFacilitatorConfig {
    String scheme = String.valueOf(base.getScheme()).toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https")) || base.getHost() == null) {
      throw new IllegalArgumentException(
          "a facilitator's URL begins with http:// or https:// and a host");
    }
    if (base.getUserInfo() != null || base.getQuery() != null || base.getFragment() != null) {
      throw new IllegalArgumentException(
          "a facilitator's URL has no user, query or fragment: authenticate with headers");
    }
  }

  /** The usual limits: 5 s to verify, 60 s to settle, answers of at most 1 MiB, no headers. */
  public static HttpFacilitatorConfig of(URI base) {
    return new HttpFacilitatorConfig(
        base, Duration.ofSeconds(5), Duration.ofSeconds(60), 1 << 20, (method, url) -> Map.of());
  }

  /** The same with headers that authenticate. */
  public HttpFacilitatorConfig authenticatedBy(AuthHeaders source) {
    return new HttpFacilitatorConfig(base, verifyTimeout, settleTimeout, maxResponseBytes, source);
  }

  /** The same with other time limits. */
  public HttpFacilitatorConfig within(Duration verify, Duration settle) {
    return new HttpFacilitatorConfig(base, verify, settle, maxResponseBytes, headers);
  }

  /** Scheme, host and port: all of the URL that messages show. */
  public String host() {
    String port = base.getPort() < 0 ? "" : ":" + base.getPort();
    return base.getScheme() + "://" + base.getHost() + port;
  }

  URI endpoint(String path) {
    return URI.create(base.toString().replaceAll("/+$", "") + path);
  }

  @Override
  public String toString() {
    return host();
  }
}
