package org.obol.cli.sale;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.obol.crypto.ObolException;

/**
 * URLs of services. They may hold a key in their path, so that no message repeats more than the
 * host.
 */
public final class ServiceUrl {

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

  private ServiceUrl() {}

  /**
   * Reads one.
   *
   * @param from names the option or variable it was given in
   * @throws ObolException (usage) unless it is http or https with a host
   */
  public static URI parse(String from, String text) {
    try {
      var url = new URI(text.strip());
      String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
      if ((scheme.equals("http") || scheme.equals("https")) && url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Its message would repeat the URL.
    }
    throw new ObolException(
        ObolException.Exit.USAGE, from + " must be a URL that begins with http:// or https://");
  }

  /** Whether it leads to this machine. */
  public static boolean isLoopback(URI url) {
    return LOOPBACK.matcher(url.getHost().toLowerCase(Locale.ROOT)).matches();
  }

  /**
   * Refuses one that would cross a network in the clear.
   *
   * @throws ObolException (usage) unless it is https or leads to this machine
   */
  public static URI requirePrivate(String from, URI url) {
    if (!"https".equalsIgnoreCase(url.getScheme()) && !isLoopback(url)) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          from + " leads to " + url.getHost() + " in the clear: use https");
    }
    return url;
  }
}
