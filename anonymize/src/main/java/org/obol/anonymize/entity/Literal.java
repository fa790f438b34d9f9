package org.obol.anonymize.entity;

import java.nio.charset.StandardCharsets;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Text;

/** Fixed ASCII characters to compare with. */
final class Literal {
  private final byte[] bytes;
  private final boolean anyCase;

  private Literal(String characters, boolean anyCase) {
    this.bytes = characters.getBytes(StandardCharsets.US_ASCII);
    this.anyCase = anyCase;
  }

  static Literal exact(String characters) {
    return new Literal(characters, false);
  }

  /** {@code characters} in lower case; compared without case. */
  static Literal anyCase(String characters) {
    return new Literal(characters, true);
  }

  int length() {
    return bytes.length;
  }

  int at(int index) {
    return bytes[index];
  }

  int first() {
    return bytes[0];
  }

  /** Whether it stands at {@code at} in the text. */
  boolean at(Text text, int at) {
    return at(text.bytes, text.from, text.to, at);
  }

  /** Whether it ends just before {@code end}. */
  boolean before(Text text, int end) {
    return at(text, end - bytes.length);
  }

  /** Whether it stands at {@code at} and wholly within {@code in[from, to)}. */
  boolean at(byte[] in, int from, int to, int at) {
    if (at < from || at + bytes.length > to) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      byte b = in[at + i];
      if (b != bytes[i] && !(anyCase && Ascii.lower(b) == bytes[i])) {
        return false;
      }
    }
    return true;
  }
}
