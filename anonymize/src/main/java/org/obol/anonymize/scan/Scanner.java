package org.obol.anonymize.scan;

import org.obol.anonymize.Label;
import org.obol.anonymize.entity.Addresses;
import org.obol.anonymize.entity.Emails;
import org.obol.anonymize.entity.HomePaths;
import org.obol.anonymize.entity.Macs;
import org.obol.anonymize.entity.NumberGate;
import org.obol.anonymize.entity.Numbers;
import org.obol.anonymize.entity.PrivateKeys;
import org.obol.anonymize.entity.Secrets;
import org.obol.anonymize.entity.Tokens;

/**
 * Calls the matchers at the trigger bytes of a text. A matcher looks only at bytes near its trigger
 * (left by a constant, right by what it may cover), so a text costs time linear in its length.
 * Matchers of labels that nobody wants are not called.
 */
final class Scanner {
  private final boolean addresses;
  private final boolean macs;
  private final boolean emails;
  private final boolean homePaths;
  private final boolean passwords;
  private final boolean privateKeys;

  /** A scanner for those labels that {@code spans} keep. */
  Scanner(Spans spans) {
    macs = spans.wants(Label.MAC);
    addresses = macs || spans.wants(Label.IPV6);
    emails = spans.wants(Label.EMAIL);
    homePaths = spans.wants(Label.HOME_PATH);
    passwords = spans.wants(Label.PASSWORD);
    privateKeys = spans.wants(Label.PRIVATE_KEY);
  }

  /**
   * Adds the spans of {@code text} to {@code spans}; {@code bits} are those of {@code text.bytes}.
   */
  void scan(Text text, Bits bits, Spans spans) {
    if (text.to <= text.from) {
      return;
    }
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
        if ((bits.number[w] >>> at & 1) != 0) {
          if (at >= digitsFrom) {
            int end = Bits.runEnd(bits.digit, at, text.to);
            long digits = Bits.window(bits.digit, at, text.to);
            digitsFrom =
                NumberGate.mayBegin(text, at, end, digits) ? Numbers.at(text, at, end, spans) : end;
          }
        } else if ((bits.word[w] >>> at & 1) == 0) {
          mark(text, at, bits, spans);
        } else if ((bits.dash[w] >>> at & 1) != 0) {
          dashes(text, at, spans);
        }
        if ((bits.run[w] >>> at & 1) != 0) {
          int end = Bits.runEnd(bits.word, at, text.to);
          Tokens.at(text, at, end, spans);
          Addresses.word(text, at, end, spans);
        }
      }
    }
    WordRuns.scan(text, bits, spans);
  }

  private void mark(Text text, int at, Bits bits, Spans spans) {
    switch (text.bytes[at]) {
      case '@' -> {
        if (emails) {
          Emails.at(text, at, spans);
        }
      }
      case ':' -> {
        if (addresses && Addresses.mayBegin(Bits.window(bits.mark, at, text.to))) {
          Addresses.at(text, at, spans);
        }
        Secrets.at(text, at, spans);
      }
      case '=' -> Secrets.at(text, at, spans);
      case '/', '\\' -> {
        if (homePaths) {
          HomePaths.at(text, at, spans);
        }
      }
      case '.' -> {
        if (macs) {
          Macs.dotted(text, at, spans);
        }
      }
      default -> {
        if (spans.keepsLiterals()) {
          Placeholders.at(text, at, spans);
        }
        if (passwords) {
          Secrets.element(text, at, spans);
        }
      }
    }
  }

  private void dashes(Text text, int at, Spans spans) {
    if (text.at(at + 1) != '-' || text.at(at - 1) == '-') {
      return;
    }
    if (text.at(at + 2) == '-') {
      if (privateKeys) {
        PrivateKeys.at(text, at, spans);
      }
    } else if (passwords) {
      Secrets.flag(text, at, spans);
    }
  }
}
