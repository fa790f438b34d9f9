package org.obol.dataset.entitlement;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.obol.crypto.Sha256;

/**
 * A bearer token as it is shown once: 256 random bits behind a readable prefix. Only its {@link
 * #hash} is ever stored.
 */
public final class AccessToken {

  /** What a token starts with, so that secret scanners and people recognise it. */
  public static final String PREFIX = "obol-dataset-mt-";

  private static final SecureRandom RANDOM = new SecureRandom();

  private final String text;

  private AccessToken(String text) {
    this.text = text;
  }

  /** A fresh token. */
  public static AccessToken generate() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return new AccessToken(PREFIX + HexFormat.of().formatHex(bytes));
  }

  /** The digest under which a token is stored and looked up; any text is accepted. */
  public static Sha256 hash(String token) {
    return Sha256.hash(token.getBytes(StandardCharsets.UTF_8));
  }

  /** The token itself, to be handed to its holder and nowhere else. */
  public String reveal() {
    return text;
  }

  /** The digest of this token. */
  public Sha256 hash() {
    return hash(text);
  }

  @Override
  public String toString() {
    return "AccessToken[" + PREFIX + "…]";
  }
}
