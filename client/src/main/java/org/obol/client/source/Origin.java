package org.obol.client.source;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/** Scheme, host and port of a URL (RFC 6454): what a token and a pin belong to. */
public record Origin(String text) {

  private static final Pattern LOOPBACK =
      Pattern.compile("https?://(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d+)?");

  /** The origin of {@code url}; a default port is left out. */
  public static Origin of(URI url) {
    String scheme = url.getScheme().toLowerCase(Locale.ROOT);
    int port = url.getPort();
    boolean usual = port < 0 || port == (scheme.equals("https") ? 443 : 80);
    return new Origin(
        scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + (usual ? "" : ":" + port));
  }

  /** Whether nobody on the way can read what is sent: https, or this very machine. */
  public boolean isPrivate() {
    return text.startsWith("https://") || isLoopback();
  }

  /** Whether the host is this machine by its literal name; no resolver is asked. */
  public boolean isLoopback() {
    return LOOPBACK.matcher(text).matches();
  }

  @Override
  public String toString() {
    return text;
  }
}
