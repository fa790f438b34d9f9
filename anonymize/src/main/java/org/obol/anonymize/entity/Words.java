package org.obol.anonymize.entity;

import java.nio.charset.StandardCharsets;

/** Words as bytes, made once when a class is loaded. */
final class Words {
  private Words() {}

  static byte[] ascii(String word) {
    return word.getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] utf8(String word) {
    return word.getBytes(StandardCharsets.UTF_8);
  }

  /** The words between the spaces of {@code words}. */
  static byte[][] all(String words) {
    String[] each = words.split(" ", -1);
    byte[][] all = new byte[each.length][];
    for (int i = 0; i < each.length; i++) {
      all[i] = utf8(each[i]);
    }
    return all;
  }
}
