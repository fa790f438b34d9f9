package org.obol.finetune.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Knows files that are not JSON Lines at all by how they begin (rules F1 and F2). */
final class FirstBytes {

  /** How many bytes are looked at. */
  static final int WANTED = 64;

  /** What the file is instead. */
  record Verdict(Rule rule, String message) {}

  private record Magic(Rule rule, String name, int... bytes) {
    boolean begins(byte[] head) {
      if (head.length < bytes.length) {
        return false;
      }
      for (int i = 0; i < bytes.length; i++) {
        if ((head[i] & 0xff) != bytes[i]) {
          return false;
        }
      }
      return true;
    }
  }

  private static final List<Magic> KNOWN =
      List.of(
          new Magic(Rule.COMPRESSED, "gzip", 0x1f, 0x8b),
          new Magic(Rule.COMPRESSED, "zip", 'P', 'K', 3, 4),
          new Magic(Rule.COMPRESSED, "zstd", 0x28, 0xb5, 0x2f, 0xfd),
          new Magic(Rule.COMPRESSED, "xz", 0xfd, '7', 'z', 'X', 'Z', 0),
          new Magic(Rule.COMPRESSED, "bzip2", 'B', 'Z', 'h'),
          new Magic(Rule.COLUMNAR, "Parquet", 'P', 'A', 'R', '1'),
          new Magic(Rule.COLUMNAR, "Arrow", 'A', 'R', 'R', 'O', 'W', '1'),
          new Magic(Rule.UTF16, "UTF-16", 0xff, 0xfe),
          new Magic(Rule.UTF16, "UTF-16", 0xfe, 0xff));

  private FirstBytes() {}

  /** What the file is, when it is not to be read as lines. */
  static Optional<Verdict> verdict(byte[] head) {
    Optional<Magic> magic = KNOWN.stream().filter(known -> known.begins(head)).findFirst();
    if (magic.isPresent()) {
      Magic known = magic.get();
      return verdict(known.rule(), "the file begins as " + known.name() + " does");
    }
    if (head.length >= 4 && everyOtherIsZero(head)) {
      return verdict(Rule.UTF16, "every other byte at the start of the file is zero");
    }
    return firstCharacter(head) == '['
        ? verdict(Rule.JSON_ARRAY, "the file begins with [, as one JSON array does")
        : Optional.empty();
  }

  private static Optional<Verdict> verdict(Rule rule, String message) {
    return Optional.of(new Verdict(rule, message));
  }

  private static boolean everyOtherIsZero(byte[] head) {
    return (head[0] == 0 && head[1] != 0 && head[2] == 0 && head[3] != 0)
        || (head[0] != 0 && head[1] == 0 && head[2] != 0 && head[3] == 0);
  }

  private static int firstCharacter(byte[] head) {
    byte[] mark = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    int at = head.length >= 3 && Arrays.equals(head, 0, 3, mark, 0, 3) ? 3 : 0;
    while (at < head.length && (head[at] == ' ' || (head[at] >= '\t' && head[at] <= '\r'))) {
      at++;
    }
    return at < head.length ? head[at] : 0;
  }
}
