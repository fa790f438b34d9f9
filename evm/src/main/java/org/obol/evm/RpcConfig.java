package org.obol.evm;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/**
 * How a node is asked. The URL may hold a key in its path or query; {@link #host()} is the part
 * that may be shown.
 *
 * @param uri http or https, without user and password
 * @param connectTimeout for the TCP and TLS handshakes
 * @param requestTimeout from sending the request to the last byte of the answer
 * @param maxResponseBytes the longest answer that is read
 */
public record RpcConfig(
    URI uri, Duration connectTimeout, Duration requestTimeout, long maxResponseBytes) {

  /**
   * Checks the URL, without repeating it.
   *
   * @throws IllegalArgumentException when it is not http or https, has no host, or has a user
   */
  public RpcConfig {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
      throw new IllegalArgumentException("an RPC URL begins with http:// or https:// and a host");
    }
    if (uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "an RPC URL with a user or password is not supported; use the provider's form with a key"
              + " in the path");
    }
  }

  /** The usual limits: 5 s to connect, 20 s for an answer of at most 16 MiB. */
  public static RpcConfig of(URI uri) {
    return new RpcConfig(uri, Duration.ofSeconds(5), Duration.ofSeconds(20), 16L << 20);
  }

  /** Scheme, host and port: all of the URL that messages show. */
  public String host() {
    return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }

  @Override
  public String toString() {
    return host();
  }
}
