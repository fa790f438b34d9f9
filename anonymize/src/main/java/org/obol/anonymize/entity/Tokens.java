package org.obol.anonymize.entity;

import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** Keys, tokens and addresses of services and wallets that are one long word. */
public final class Tokens {
  private static final int SHORTEST = 16;

  private Tokens() {}

  /**
   * Looks at the word of letters, digits, {@code _} and {@code -} in {@code [start, end)}, 16 or
   * more, and what hangs on it by dots.
   */
  public static void at(Text text, int start, int end, Spans spans) {
    int from = start;
    if (text.bytes[from] == '-') {
      while (from < end && text.bytes[from] == '-') {
        from++;
      }
    } else {
      int before = text.at(start - 1);
      if (before == '\\') {
        word(text, Escapes.skip(text, start, end), end, spans);
      } else if (before < 0 && !text.freeBefore(start)) {
        return;
      }
      switch (before) {
        case '.' -> DottedTokens.behindDot(text, start, end, spans);
        case ':' -> DottedTokens.behindColon(text, start, end, spans);
        default -> {}
      }
      Credentials.before(text, start, spans);
    }
    word(text, from, end, spans);
  }

  private static void word(Text text, int start, int end, Spans spans) {
    if (end - start < SHORTEST || Prefixes.at(text, start, end, spans)) {
      return;
    }
    switch (text.bytes[start]) {
      case 'e' -> Jwts.at(text, start, end, spans);
      case '0' -> EthKeys.prefixed(text, start, end, spans);
      case '1', '3', '5', 'K', 'L', '9', 'c', 'x', 'y', 'z', 't' ->
          Wallets.base58(text, start, end, spans);
      case 'b', 'B' -> Wallets.bech32(text, start, end, spans);
      default -> {}
    }
    if (end - start == EthKeys.DIGITS) {
      EthKeys.bare(text, start, end, spans);
    }
    AwsSecrets.around(text, start, end, spans);
  }
}
