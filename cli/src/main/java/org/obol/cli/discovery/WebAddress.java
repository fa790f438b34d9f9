package org.obol.cli.discovery;

import java.net.URI;
import java.net.URISyntaxException;
import org.obol.crypto.ObolException;

/** The URL that a user typed for a seller, a router or a catalog. */
final class WebAddress {

  private WebAddress() {}

  static URI parse(String typed) {
    try {
      return new URI(typed);
    } catch (URISyntaxException e) {
      throw new ObolException(
          ObolException.Exit.USAGE, "not a URL: " + e.getReason() + ". Write https://…", e);
    }
  }
}
