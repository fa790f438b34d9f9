package org.obol.anonymize.scan;

import org.obol.anonymize.entity.Addresses;
import org.obol.anonymize.entity.Emails;
import org.obol.anonymize.entity.HomePaths;
import org.obol.anonymize.entity.Numbers;
import org.obol.anonymize.entity.PrivateKeys;
import org.obol.anonymize.entity.Secrets;
import org.obol.anonymize.entity.Tokens;

/**
 * Calls the matchers at the trigger bytes of a text. A matcher looks only at bytes near its trigger
 * (left by a constant, right by what it may cover), so a text costs time linear in its length.
 */
final class Scanner {
  private Scanner() {}

  /**
   * Adds the spans of {@code text} to {@code spans}; {@code bits} are those of {@code text.bytes}.
   */
  static void scan(Text text, Bits bits, Spans spans) {
    int digitsFrom = text.from;
    int first = text.from >>> 6;
    int last = (text.to - 1) >> 6;
    for (int w = first; w <= last; w++) {
      long triggers = bits.trigger[w];
      if (w == first) {
        triggers &= -1L << text.from;
      }
      if (w == last) {
        triggers &= -1L >>> -text.to;
      }
      for (; triggers != 0; triggers &= triggers - 1) {
        int at = (w << 6) + Long.numberOfTrailingZeros(triggers);
        int b = text.bytes[at];
        if (Ascii.isDigit(b)) {
          if (at >= digitsFrom) {
            digitsFrom = Numbers.at(text, at, spans);
          }
          word(text, at, spans);
        } else if (Ascii.isLetter(b) || b == '_') {
          word(text, at, spans);
        } else {
          mark(text, at, b, spans);
        }
      }
    }
    WordRuns.scan(text, bits, spans);
  }

  private static void word(Text text, int at, Spans spans) {
    if (Ascii.isBase64Url(text.at(at - 1))) {
      return;
    }
    int end = at;
    while (end < text.to && Ascii.isBase64Url(text.bytes[end])) {
      end++;
    }
    if (end - at >= Bits.LONG_RUN) {
      Tokens.at(text, at, end, spans);
      Addresses.word(text, at, end, spans);
    }
  }

  private static void mark(Text text, int at, int mark, Spans spans) {
    switch (mark) {
      case '@' -> Emails.at(text, at, spans);
      case ':' -> {
        Addresses.at(text, at, spans);
        Secrets.at(text, at, spans);
      }
      case '=' -> Secrets.at(text, at, spans);
      case '/', '\\' -> HomePaths.at(text, at, spans);
      case '-' -> {
        dashes(text, at, spans);
        word(text, at, spans);
      }
      default -> Placeholders.at(text, at, spans);
    }
  }

  private static void dashes(Text text, int at, Spans spans) {
    if (text.at(at + 1) != '-' || text.at(at - 1) == '-') {
      return;
    }
    if (text.at(at + 2) == '-') {
      PrivateKeys.at(text, at, spans);
    } else {
      Secrets.flag(text, at, spans);
    }
  }
}
