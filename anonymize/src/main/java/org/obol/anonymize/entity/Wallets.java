package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** Addresses and keys of Bitcoin: each has a checksum. */
final class Wallets {
  private static final int LONGEST = 111;

  private Wallets() {}

  /** Looks at a word that begins like an address, a private key or an extended private key. */
  static void base58(Text text, int start, int end, Spans spans) {
    int length = end - start;
    if (length < 25 || (text.bytes[start] > 'a' && length < 51)) {
      return;
    }
    int limit = Math.min(end, start + LONGEST + 1);
    int to = Base58.ALPHABET.end(text.bytes, start, limit);
    if (!text.freeAfter(to)) {
      return;
    }
    length = to - start;
    if (length <= 35 && length >= 25) {
      address(text, start, to, spans);
    } else if (length == 51 || length == 52) {
      wif(text, start, to, spans);
    } else if (length == LONGEST && Literal.exact("prv").at(text, start + 1)) {
      if (Base58.checked(text.bytes, start, to, 78) != null) {
        spans.add(Label.BTC_XPRV, start, to);
      }
    }
  }

  private static void address(Text text, int start, int to, Spans spans) {
    int first = text.bytes[start];
    if (first != '1' && first != '3') {
      return;
    }
    byte[] value = Base58.checked(text.bytes, start, to, 21);
    if (value != null && value[0] == (first == '1' ? 0 : 5)) {
      spans.add(Label.BTC_ADDRESS, start, to);
    }
  }

  /** 32 bytes behind a version; compressed ones have a 1 behind them. */
  private static void wif(Text text, int start, int to, Spans spans) {
    boolean compressed = to - start == 52;
    byte[] value = Base58.checked(text.bytes, start, to, compressed ? 34 : 33);
    if (value == null || (compressed && value[33] != 1)) {
      return;
    }
    int version = value[0] & 0xFF;
    if (version == 0x80 || version == 0xef) {
      spans.add(Label.BTC_WIF, start, to);
    }
  }

  /** Looks at a word that begins with {@code b}. */
  static void bech32(Text text, int start, int end, Spans spans) {
    int second = text.at(start + 1) | 0x20;
    if (second != 'c' || text.at(start + 2) != '1') {
      return;
    }
    int to = Alphabet.LETTERS_DIGITS.end(text.bytes, start, Math.min(end, start + 91));
    boolean oneCase = Ascii.isUpper(text.bytes[start]) == Ascii.isUpper(text.bytes[start + 1]);
    if (to - start >= 14
        && to - start <= 90
        && oneCase
        && text.freeAfter(to)
        && Bech32.isAddress(text.bytes, start, to)) {
      spans.add(Label.BTC_ADDRESS, start, to);
    }
  }
}
