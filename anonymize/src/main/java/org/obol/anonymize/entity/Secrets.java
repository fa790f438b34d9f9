package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** Secrets that only their surroundings give away: passwords, credentials in headers and URLs. */
public final class Secrets {
  /** Blanks that line up the values of settings. */
  private static final int LONGEST_GAP = 24;

  private static final int AZURE_LENGTH = 88;
  private static final int LONGEST_NAME = 64;

  /** {@code The password is: x}. */
  private static final Literal IS = Literal.anyCase(" is");

  private Secrets() {}

  /** Looks at the {@code <} at {@code at}: {@code <password>VALUE</password>}. */
  public static void element(Text text, int at, Spans spans) {
    int name = at + 1;
    int first = text.at(name);
    if (!Ascii.isLetter(first)) {
      return;
    }
    int limit = Math.min(text.to, name + LONGEST_NAME);
    int end = name;
    while (end < limit && (Ascii.isBase64Url(text.bytes[end]) || text.bytes[end] == ':')) {
      end++;
    }
    if (text.at(end) == '>' && KeyNames.endingAt(text.bytes, name, end) == KeyNames.Kind.PASSWORD) {
      Passwords.element(text, end + 1, spans);
    }
  }

  /** Looks around the {@code :} or {@code =} at {@code at}. */
  public static void at(Text text, int at, Spans spans) {
    byte[] bytes = text.bytes;
    int next = text.at(at + 1);
    if (next == '/' && bytes[at] == ':') {
      if (text.at(at + 2) == '/') {
        UrlSecrets.at(text, at, spans);
      }
      return;
    }
    KeyNames.Kind kind = KeyNames.endingAt(bytes, text.from, nameEnd(text, at));
    if (kind == KeyNames.Kind.NONE) {
      if ((next == ' ' || next == '"' || next == '\'') && mayBeCredentials(text, at + 2)) {
        Credentials.at(text, valueStart(text, at), Credentials.SHORTEST, spans);
      }
      return;
    }
    switch (kind) {
      case PASSWORD, PASS -> Passwords.behind(text, at, kind == KeyNames.Kind.PASS, spans);
      case CREDENTIALS ->
          Credentials.at(text, valueStart(text, at), Credentials.SHORTEST_IN_HEADER, spans);
      case AWS_SECRET -> AwsSecrets.at(text, valueStart(text, at), spans);
      case AZURE_KEY -> azure(text, valueStart(text, at), spans);
      case NONE -> {}
    }
  }

  /** Looks at the {@code --} at {@code at}: {@code --password VALUE}. */
  public static void flag(Text text, int at, Spans spans) {
    int name = at + 2;
    if (!Ascii.isLetter(text.at(name)) || text.at(at - 1) > ' ') {
      return;
    }
    int end = Alphabet.BASE64_URL.end(text.bytes, name, Math.min(text.to, name + 40));
    if (text.at(end) == ' ' && KeyNames.endingAt(text.bytes, name, end) == KeyNames.Kind.PASSWORD) {
      Passwords.at(text, end + 1, spans);
    }
  }

  /** Whether {@link #keyed} may take the value of this key. */
  public static boolean isName(byte[] bytes, int from, int to) {
    return KeyNames.endingAt(bytes, from, to) != KeyNames.Kind.NONE;
  }

  /** Takes the whole text when the name of its key says that it is a password. */
  public static void keyed(Text text, Spans spans) {
    if (text.to <= text.from) {
      return;
    }
    switch (KeyNames.endingAt(text.keyBytes, text.keyFrom, text.keyTo)) {
      case PASSWORD -> Passwords.whole(text, false, spans);
      case PASS -> Passwords.whole(text, true, spans);
      case CREDENTIALS -> Credentials.at(text, text.from, Credentials.SHORTEST_IN_HEADER, spans);
      case AWS_SECRET -> AwsSecrets.at(text, text.from, spans);
      case AZURE_KEY -> azure(text, text.from, spans);
      case NONE -> {}
    }
  }

  /** Where the name before {@code at} ends: behind it may be quotes, brackets and blanks. */
  private static int nameEnd(Text text, int at) {
    int end = at;
    if (Ascii.isLetterOrDigit(text.at(end - 1))) {
      return IS.before(text, at) ? at - IS.length() : end;
    }
    int first = Math.max(text.from, at - LONGEST_GAP);
    while (end > first) {
      int b = text.bytes[end - 1];
      boolean assigned = b == ':' && end == at && text.bytes[at] == '=';
      if (b != ' ' && b != '\t' && !isQuote(b) && b != ']' && b != '\\' && b != '*' && !assigned) {
        break;
      }
      end--;
    }
    return end;
  }

  private static boolean mayBeCredentials(Text text, int at) {
    int b = text.at(at);
    if (isQuote(b)) {
      b = text.at(at + 1);
    }
    return (b | 0x20) == 'b';
  }

  static boolean isQuote(int b) {
    return b == '"' || b == '\'' || b == '`';
  }

  /** Where the value behind the sign at {@code at} begins, quotes left out. */
  private static int valueStart(Text text, int at) {
    int start = at + 1;
    if (text.at(start) == '>') {
      start++;
    }
    while (start - at < LONGEST_GAP) {
      int b = text.at(start);
      boolean prefix = (b == 'f' || b == '$' || b == '@') && isQuote(text.at(start + 1));
      if (b != ' ' && b != '\t' && !isQuote(b) && b != '\\' && !prefix) {
        break;
      }
      start++;
    }
    return start;
  }

  /** 64 bytes in base64; the last quantum holds one of them. */
  private static void azure(Text text, int start, Spans spans) {
    int end = Alphabet.BASE64.end(text.bytes, start, Math.min(text.to, start + AZURE_LENGTH));
    if (end - start == AZURE_LENGTH - 2 && text.at(end) == '=' && text.at(end + 1) == '=') {
      spans.add(Label.AZURE_KEY, start, start + AZURE_LENGTH);
    }
  }
}
