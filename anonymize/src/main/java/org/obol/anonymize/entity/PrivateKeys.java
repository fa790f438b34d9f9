package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** PEM and PGP blocks with private keys. */
public final class PrivateKeys {
  private static final int LONGEST_NAME = 48;

  /** No key is longer, and each block is looked through only up to the next one. */
  private static final int LONGEST_BLOCK = 1 << 16;

  private static final Literal DASHES = Literal.exact("-----");
  private static final Literal BEGIN = Literal.exact("-----BEGIN ");
  private static final Literal END = Literal.exact("-----END ");
  private static final Literal PRIVATE_KEY = Literal.exact("PRIVATE KEY");

  private PrivateKeys() {}

  /** Looks at the dashes that begin at {@code at}. */
  public static void at(Text text, int at, Spans spans) {
    int dashes = at;
    while (text.at(dashes) == '-') {
      dashes++;
    }
    int start = dashes - DASHES.length();
    if (start < at || !BEGIN.at(text, start)) {
      return;
    }
    int body = lineEnd(text, start + BEGIN.length());
    if (body < 0) {
      return;
    }
    int end = blockEnd(text, body);
    if (end < 0) {
      end = truncatedEnd(text, body);
    }
    if (end > 0) {
      spans.add(Label.PRIVATE_KEY, start, end);
    }
  }

  /** Behind the dashes of a line whose name begins at {@code at} and is that of a private key. */
  private static int lineEnd(Text text, int at) {
    int limit = Math.min(text.to, at + LONGEST_NAME);
    boolean secret = false;
    for (int i = at; i < limit; i++) {
      int b = text.bytes[i];
      if (b == '-') {
        return secret && DASHES.at(text, i) ? i + DASHES.length() : -1;
      }
      if (!Ascii.isUpper(b) && !Ascii.isDigit(b) && b != ' ') {
        return -1;
      }
      secret |= b == 'P' && PRIVATE_KEY.at(text, i);
    }
    return -1;
  }

  /** Behind the END line, or -1 when there is none before the next block or no key before it. */
  private static int blockEnd(Text text, int body) {
    int limit = Math.min(text.to, body + LONGEST_BLOCK);
    boolean key = false;
    int i = body;
    while (i < limit) {
      int b = text.bytes[i];
      if (b == '-' && DASHES.at(text, i)) {
        return key && END.at(text, i) ? lineEnd(text, i + END.length()) : -1;
      }
      int run = Alphabet.BASE64.end(text.bytes, i, limit);
      key |= run - i >= 8 && isMixed(text, i, run);
      i = Math.max(run, i + 1);
    }
    return -1;
  }

  /** Where the last line of base64 ends when the END line is missing, or -1. */
  private static int truncatedEnd(Text text, int body) {
    int end = -1;
    int line = nextLine(text, body);
    while (line > 0) {
      int run = Alphabet.BASE64.end(text, line);
      while (text.at(run) == '=' && run - line < 80) {
        run++;
      }
      int next = nextLine(text, run);
      boolean whole = next > 0 || run == text.to || text.at(run) == '"' || text.at(run) == '\'';
      if (run - line >= 16 && isMixed(text, line, run)) {
        end = run;
      } else if (end < 0 && isHeader(text, line)) {
        next = nextLine(text, headerEnd(text, line));
      } else {
        return whole && end > 0 && run > line && isTail(text, line, run) ? run : end;
      }
      line = next;
    }
    return end;
  }

  /** The last line may be short: it counts when it cannot be a word. */
  private static boolean isTail(Text text, int line, int run) {
    return text.bytes[run - 1] == '=' || (run - line >= 4 && isMixed(text, line, run));
  }

  /** Where the line behind the break at {@code at} begins, or -1 when no line ends there. */
  private static int nextLine(Text text, int at) {
    int next = at;
    boolean broken = false;
    while (next < text.to && next - at < 64) {
      int b = text.bytes[next];
      int escaped = text.at(next + 1);
      if (b == '\n' || b == '\r') {
        broken = true;
        next++;
      } else if (b == '\\' && (escaped == 'n' || escaped == 'r')) {
        broken = true;
        next += 2;
      } else if (b == '\\' && escaped == '\\') {
        next++;
      } else if (b == ' ' || b == '\t') {
        next++;
      } else {
        break;
      }
    }
    return broken && next < text.to ? next : -1;
  }

  /** {@code Proc-Type: 4,ENCRYPTED}. */
  private static boolean isHeader(Text text, int line) {
    int end = line;
    while (Ascii.isLetter(text.at(end)) || text.at(end) == '-') {
      end++;
    }
    return end > line && text.at(end) == ':' && text.at(end + 1) == ' ';
  }

  private static int headerEnd(Text text, int line) {
    int limit = Math.min(text.to, line + 128);
    int end = line;
    while (end < limit && text.bytes[end] != '\n' && text.bytes[end] != '\\') {
      end++;
    }
    return end;
  }

  /** Not a word: it has a digit, or both cases within. */
  private static boolean isMixed(Text text, int from, int to) {
    boolean lower = false;
    boolean upper = false;
    for (int i = from; i < to; i++) {
      int b = text.bytes[i];
      if (Ascii.isDigit(b)) {
        return true;
      }
      lower |= Ascii.isLower(b);
      upper |= i > from && Ascii.isUpper(b);
    }
    return lower && upper;
  }
}
