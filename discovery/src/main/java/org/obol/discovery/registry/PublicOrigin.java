package org.obol.discovery.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.obol.crypto.ObolException;

/**
 * The origin of a node as it is written on a chain: scheme, host and port, nothing else.
 *
 * @param uri without a path
 */
public record PublicOrigin(URI uri) {

  /** Tunnels whose names die with them (the list that x402scan refuses). */
  private static final Set<String> EPHEMERAL =
      Set.of(
          "trycloudflare.com",
          "ngrok.io",
          "ngrok-free.app",
          "ngrok.app",
          "loca.lt",
          "serveo.net",
          "localhost.run",
          "bore.pub",
          "tunnelmole.com");

  private static final Pattern PRIVATE =
      Pattern.compile("localhost|.*\\.(local|internal|localhost)|[0-9.]+|\\[.*]");

  /**
   * Reads an origin.
   *
   * @throws ObolException (usage) when it is no http or https address, or has a path, query or user
   */
  public static PublicOrigin parse(String text) {
    try {
      var uri = new URI(text.strip().replaceFirst("/$", ""));
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      String host = uri.getHost();
      if ((scheme.equals("http") || scheme.equals("https"))
          && host != null
          && String.valueOf(uri.getRawPath()).isEmpty()
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && uri.getRawUserInfo() == null) {
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return new PublicOrigin(URI.create(scheme + "://" + host.toLowerCase(Locale.ROOT) + port));
      }
    } catch (URISyntaxException e) {
      // The same complaint as for every other text.
    }
    throw new ObolException(
        ObolException.Exit.USAGE,
        "an origin is https:// and a host, without a path: not \"" + text + "\"");
  }

  /**
   * Refuses an origin that others cannot reach, or that will be somebody else's tomorrow.
   *
   * @throws ObolException (refused) that says which of these
   */
  public PublicOrigin requireLasting() {
    String host = uri.getHost();
    if (EPHEMERAL.stream().anyMatch(name -> host.equals(name) || host.endsWith("." + name))) {
      throw refused(
          host
              + " is the name of a tunnel that lasts until it is closed; on the chain it would"
              + " lead nowhere");
    }
    if (PRIVATE.matcher(host).matches()) {
      throw refused(host + " is no name on the public internet");
    }
    if (!uri.getScheme().equals("https")) {
      throw refused(uri + " is not https, so that others will not ask it");
    }
    return this;
  }

  /** The address of that absolute path. */
  public String at(String path) {
    return uri + path;
  }

  @Override
  public String toString() {
    return uri.toString();
  }

  private static ObolException refused(String what) {
    return new ObolException(
        ObolException.Exit.REFUSED,
        what + ". Give a name that stays, or --force to register it all the same");
  }
}
