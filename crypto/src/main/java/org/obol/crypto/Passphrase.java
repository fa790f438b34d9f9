package org.obol.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** What a keystore is locked with. It never shows itself. */
public final class Passphrase {

  private final String text;

  private Passphrase(String text) {
    this.text = text;
  }

  /**
   * The passphrase {@code text}, as it is.
   *
   * @throws IllegalArgumentException when it has an unpaired surrogate and so no bytes; the text is
   *     not repeated
   */
  public static Passphrase of(String text) {
    if (!Json.isPaired(text)) {
      throw new IllegalArgumentException("a passphrase with an unpaired surrogate");
    }
    return new Passphrase(text);
  }

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return text.isEmpty();
  }

  /** Whether both are the same; takes the same time wherever they differ. */
  public boolean matches(Passphrase other) {
    return MessageDigest.isEqual(utf8(), other.utf8());
  }

  char[] chars() {
    return text.toCharArray();
  }

  byte[] utf8() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Passphrase[hidden]";
  }
}
