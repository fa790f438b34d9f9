package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Context;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** Private keys and addresses of Ethereum. Hashes look the same, so their context decides. */
final class EthKeys {
  /** Hex digits of a private key. */
  static final int DIGITS = 64;

  private static final int ADDRESS_DIGITS = 40;
  private static final int MANY_HASHES = 8;

  /** SEC 2, 2.4.1: the order n of secp256k1. */
  private static final Literal ORDER =
      Literal.exact("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

  private static final Context KEY =
      Context.of(
          "private key",
          "private_key",
          "privatekey",
          "private-key",
          "priv key",
          "priv_key",
          "privkey",
          "secret key",
          "secret_key",
          "secretkey",
          "secret-key",
          "signing key",
          "signing_key",
          "signingkey",
          "wallet_key",
          "deployer_key");

  private static final Context HASH =
      Context.of(
          "tx",
          "txn",
          "transaction",
          "hash",
          "block",
          "root",
          "stateroot",
          "receiptsroot",
          "merkle",
          "digest",
          "topic",
          "sha256",
          "sha-256",
          "sha3",
          "keccak",
          "checksum",
          "commit",
          "signature",
          "codehash",
          "bytecode",
          "selector");

  private EthKeys() {}

  /** Looks at a word that begins with {@code 0}. */
  static void prefixed(Text text, int start, int end, Spans spans) {
    int digits = start + 2;
    if (text.at(start + 1) != 'x') {
      return;
    }
    int to = Alphabet.HEX.end(text.bytes, digits, end);
    if (!text.freeAfter(to)) {
      return;
    }
    if (to - digits == ADDRESS_DIGITS && !isBurn(text, digits, to)) {
      spans.add(Label.ETH_ADDRESS, start, to);
    } else if (to - digits == DIGITS && isScalar(text, digits)) {
      int list = listStart(text, start);
      boolean key = KEY.before(text, start);
      if (key || (!HASH.before(text, list) && !isPadded(text, digits))) {
        spans.add(Label.ETH_KEY, start, to);
      }
    }
  }

  /** Looks at a word of 64 characters without {@code 0x}. */
  static void bare(Text text, int start, int end, Spans spans) {
    if (Ascii.isHex(text.bytes[end - 1])
        && Alphabet.HEX.all(text.bytes, start, end)
        && text.freeAfter(end)
        && isScalar(text, start)
        && KEY.before(text, start)
        && !HASH.before(text, start)) {
      spans.add(Label.ETH_KEY, start, end);
    }
  }

  /** Zero, or zeros and {@code dead}: nobody has their keys. */
  private static boolean isBurn(Text text, int from, int to) {
    int zeros = zeros(text, from, to);
    boolean dead = Literal.anyCase("dead").before(text, to);
    boolean ends = zeros >= to - from - 4 || (zeros == 0 && isDead(text, from));
    return zeros == to - from || (dead && ends);
  }

  private static boolean isDead(Text text, int from) {
    return Literal.anyCase("000000000000000000000000000000").at(text, from + 4);
  }

  /** 0 &lt; value &lt; n. */
  private static boolean isScalar(Text text, int from) {
    if (zeros(text, from, from + DIGITS) == DIGITS) {
      return false;
    }
    for (int i = 0; i < DIGITS; i++) {
      int difference = Ascii.hex(text.bytes[from + i]) - Ascii.hex(ORDER.at(i));
      if (difference != 0) {
        return difference < 0;
      }
    }
    return false;
  }

  /** Small numbers and addresses in words of 32 bytes, as contracts encode their arguments. */
  private static boolean isPadded(Text text, int from) {
    return zeros(text, from, from + DIGITS) >= 16;
  }

  private static int zeros(Text text, int from, int to) {
    int at = from;
    while (at < to && text.bytes[at] == '0') {
      at++;
    }
    return at - from;
  }

  /** The first of several hashes in a list, since only it has the name of the list before it. */
  private static int listStart(Text text, int start) {
    int first = start;
    for (int hops = 0; hops < MANY_HASHES; hops++) {
      int end = first;
      while (first - end < 24 && isSeparator(text.at(end - 1))) {
        end--;
      }
      int previous = end - DIGITS - 2;
      if (end == first
          || text.at(previous) != '0'
          || text.at(previous + 1) != 'x'
          || !Alphabet.HEX.all(text.bytes, previous + 2, end)) {
        return first;
      }
      first = previous;
    }
    return first;
  }

  private static boolean isSeparator(int b) {
    return b == '"' || b == '\'' || b == ',' || b == '\\' || Ascii.isSpace(b);
  }
}
