package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** What an Authorization header carries: {@code Bearer TOKEN} and {@code Basic BASE64}. */
final class Credentials {
  /** The shortest token in free text, and behind the name of the header. */
  static final int SHORTEST = 16;

  static final int SHORTEST_IN_HEADER = 8;

  /** How much of a token may stand before its first long word. */
  private static final int REACH = 24;

  private static final Literal BEARER = Literal.anyCase("bearer");
  private static final Literal BASIC = Literal.anyCase("basic");
  private static final Literal YOUR = Literal.anyCase("your");

  private Credentials() {}

  /** Looks for a scheme before the long word at {@code start}. */
  static void before(Text text, int start, Spans spans) {
    int token = start;
    int before = text.at(start - 1);
    if (before == '+' || before == '/' || before == '.' || before == '~') {
      token = Alphabet.TOKEN68.start(text, start, REACH);
    }
    if (text.at(token - 1) != ' ') {
      return;
    }
    int end = token - 1;
    int last = text.at(end - 1) | 0x20;
    if (last == 'r' && BEARER.before(text, end)) {
      at(text, end - BEARER.length(), SHORTEST, spans);
    } else if (last == 'c' && BASIC.before(text, end)) {
      at(text, end - BASIC.length(), SHORTEST, spans);
    }
  }

  /** Looks at credentials that begin at {@code at} with a token of {@code min} or more. */
  static void at(Text text, int at, int min, Spans spans) {
    if (BEARER.at(text, at)) {
      int token = blankEnd(text, at + BEARER.length());
      int end = Alphabet.TOKEN68.end(text, token);
      while (end > token && text.bytes[end - 1] == '.') {
        end--;
      }
      boolean cut = text.at(end) == '.' && text.at(end + 1) == '.' && min < SHORTEST;
      end = padded(text, end);
      if (end - token >= min && !cut && isToken(text, token, end) && isFree(text, at, token)) {
        spans.add(Label.BEARER, at, end);
      }
    } else if (BASIC.at(text, at)) {
      int token = blankEnd(text, at + BASIC.length());
      int end = padded(text, Alphabet.BASE64.end(text, token));
      if (end - token >= 4 && isUserAndPassword(text, token, end) && isFree(text, at, token)) {
        spans.add(Label.BASIC_AUTH, at, end);
      }
    }
  }

  private static int blankEnd(Text text, int at) {
    int end = at;
    while (text.at(end) == ' ' && end - at < 4) {
      end++;
    }
    return end;
  }

  private static int padded(Text text, int end) {
    int padded = end;
    while (text.at(padded) == '=' && padded - end < 2) {
      padded++;
    }
    return padded;
  }

  private static boolean isFree(Text text, int at, int token) {
    return text.at(token - 1) == ' ' && Escapes.freeBefore(text, at);
  }

  private static boolean isToken(Text text, int from, int to) {
    if (!text.freeAfter(to) || YOUR.at(text, from)) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (Ascii.isDigit(text.bytes[i])) {
        return true;
      }
    }
    return false;
  }

  /** RFC 7617, 2: the credentials are {@code user-id ":" password} without control characters. */
  private static boolean isUserAndPassword(Text text, int from, int to) {
    int end = to;
    while (text.bytes[end - 1] == '=') {
      end--;
    }
    Base64Reader reader = new Base64Reader(text.bytes, from, end);
    boolean colon = false;
    int high = 0;
    int count = 0;
    for (int b = reader.next(); b >= 0; b = reader.next()) {
      if (b < ' ' || b == 0x7F) {
        return false;
      }
      colon |= b == ':';
      high += b >> 7;
      count++;
    }
    return colon && count >= 3 && high * 3 <= count && text.freeAfter(to);
  }
}
