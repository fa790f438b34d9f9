package org.obol.discovery.router;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Tells one running router from all others, so that what comes back to it is noticed. */
record RouterId(String text) {

  private static final int BYTES = 8;

  static RouterId random() {
    byte[] id = new byte[BYTES];
    new SecureRandom().nextBytes(id);
    return new RouterId(HexFormat.of().formatHex(id));
  }
}
