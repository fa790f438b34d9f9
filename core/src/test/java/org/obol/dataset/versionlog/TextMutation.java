package org.obol.dataset.versionlog;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;

/** Damages a text the way attackers and disks do: bits, digits, copies, cuts and swaps. */
public final class TextMutation {

  private static final byte[] LIKELY = "0123456789abcdefABCDEF\",:{}[]- ".getBytes(US_ASCII);

  private final SplittableRandom random;

  /** Changes decided by {@code random}. */
  public TextMutation(SplittableRandom random) {
    this.random = random;
  }

  /** A copy of {@code text} with one to three changes, not all of which need to be visible. */
  public byte[] of(byte[] text) {
    byte[] changed = text.clone();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      changed = once(changed);
    }
    return changed;
  }

  private byte[] once(byte[] text) {
    int at = place(text);
    int from = random.nextInt(text.length);
    int length = random.nextInt(1, Math.min(700, text.length - Math.max(at, from)) + 1);
    return switch (random.nextInt(6)) {
      case 0 -> with(text, at, (byte) (text[at] ^ 1 << random.nextInt(8)));
      case 1, 2 -> with(text, at, LIKELY[random.nextInt(LIKELY.length)]);
      case 3 -> overwritten(text, at, from, length);
      case 4 -> spliced(text, at, at + random.nextInt(Math.min(4, text.length - at)), 0, 0);
      default -> spliced(text, at, at, from, length);
    };
  }

  /** Anywhere, but half the time at the beginning of a value, where numbers are. */
  private int place(byte[] text) {
    int at = random.nextInt(text.length);
    if (random.nextBoolean()) {
      return at;
    }
    while (at > 0 && text[at - 1] != ':') {
      at--;
    }
    return at;
  }

  private static byte[] with(byte[] text, int at, byte b) {
    byte[] out = text.clone();
    out[at] = b;
    return out;
  }

  private static byte[] overwritten(byte[] text, int at, int from, int length) {
    byte[] out = text.clone();
    System.arraycopy(text, from, out, at, length);
    return out;
  }

  /** Replaces {@code text[at..end)} by a copy of {@code length} bytes from {@code from}. */
  private static byte[] spliced(byte[] text, int at, int end, int from, int length) {
    var out = new ByteArrayOutputStream(text.length + length);
    out.write(text, 0, at);
    out.write(text, from, length);
    out.write(text, end, text.length - end);
    return out.toByteArray();
  }
}
