package org.obol.client.source;

import java.net.URI;
import java.util.Optional;
import org.obol.crypto.ObolException;

/**
 * One server that offers the dataset, with the token that is good there and nowhere else.
 *
 * @param base URL in front of {@code /dataset/…}, without a trailing slash
 */
public record Source(URI base, Optional<MemberToken> token) {

  /**
   * Checks that the URL is plain http or https, and that nothing secret hides in it.
   *
   * @throws ObolException (usage) when it is not
   */
  public Source {
    boolean http = "https".equalsIgnoreCase(base.getScheme());
    http |= "http".equalsIgnoreCase(base.getScheme());
    if (!http || base.getHost() == null) {
      // The rest of it may be secret.
      String scheme = base.getScheme() == null || http ? "" : ", and not with " + base.getScheme();
      throw usage(
          "a server's URL starts with https:// or http:// and a host"
              + scheme
              + ": give it as https://data.example.org");
    }
    if (base.getRawUserInfo() != null
        || base.getRawQuery() != null
        || base.getRawFragment() != null) {
      throw usage(
          "the URL of "
              + base.getHost()
              + " must not hold a password, a query or a fragment: tokens are given apart");
    }
    String text = base.toString();
    if (text.endsWith("/")) {
      base = URI.create(text.replaceAll("/+$", ""));
    }
  }

  /** A source read from the text a user typed. */
  public static Source of(String url, Optional<MemberToken> token) {
    try {
      return new Source(URI.create(url), token);
    } catch (IllegalArgumentException e) {
      throw usage(
          "what was given as the server's URL is not a URL: give it as https://data.example.org");
    }
  }

  /** What pins and redirects are compared by. */
  public Origin origin() {
    return Origin.of(base);
  }

  /** The URL of {@code path}, which starts with a slash and is already escaped. */
  public URI resolve(String path) {
    return URI.create(base + path);
  }

  @Override
  public String toString() {
    return base.toString();
  }

  private static ObolException usage(String message) {
    return new ObolException(ObolException.Exit.USAGE, message);
  }
}
