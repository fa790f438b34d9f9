package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** E-mail addresses. */
public final class Emails {
  /** RFC 5321 allows 64; some providers write more. */
  private static final int LOCAL_REACH = 128;

  private static final int USER_INFO_REACH = 128;
  private static final Literal GIT = Literal.exact("git");

  /** What is at these hosts are names of algorithms (RFC 4251, 6). */
  private static final Literal[] SSH = {
    Literal.exact("@openssh.com"), Literal.exact("@libssh.org")
  };

  /** Letters before a string in source code. */
  private static final Alphabet LITERALS = Alphabet.of("bBfFrRuU");

  private Emails() {}

  /** Looks around the {@code @} at {@code at}. */
  public static void at(Text text, int at, Spans spans) {
    int before = text.at(at - 1);
    int after = text.at(at + 1);
    if (!endsLocal(before) || !(Ascii.isLetterOrDigit(after) || after < 0)) {
      return;
    }
    int end = Domains.end(text, at + 1);
    if (end < 0) {
      return;
    }
    int start = localStart(text, at, end);
    if (start < 0 || isRemote(text, start, at, end) || inUserInfo(text, start, end)) {
      return;
    }
    if (at - start == 1 && text.at(at + 2) == '.' && !Domains.isCommon(text, at + 3, end)) {
      return; // W@x.mean: one letter on both sides is a product of matrices
    }
    if (text.at(end) == '_' && text.bytes[start] == '_') {
      start++; // emphasis of Markdown
    }
    if (start < at) {
      spans.add(Label.EMAIL, start, end);
    }
  }

  private static boolean endsLocal(int b) {
    return Ascii.isWord(b) || b == '+' || b < 0;
  }

  /** Where the part before {@code @} begins, or -1 when none can. */
  private static int localStart(Text text, int at, int end) {
    int first = Math.max(text.from, at - LOCAL_REACH);
    int start = at;
    while (start > first) {
      int b = text.bytes[start - 1];
      if (b < 0) {
        int letter = text.codePointBefore(start);
        if (!Text.isWordCharacter(letter)) {
          break;
        }
        start -= letter < 0x80 ? 1 : letter < 0x800 ? 2 : letter < 0x10000 ? 3 : 4;
      } else if (Ascii.isWord(b)
          || b == '-'
          || b == '+'
          || b == '%'
          || (b == '.' && text.bytes[start] != '.')
          || (b == '\'' && Ascii.isLetterOrDigit(text.bytes[start]))) {
        start--;
      } else {
        break;
      }
    }
    if (start < first || (start == first && first > text.from)) {
      return -1;
    }
    start = Escapes.skip(text, start, at);
    while (start < at && !endsLocal(text.bytes[start])) {
      start++;
    }
    start = afterQuote(text, start, at, end);
    return start < at && !isMaskedOrTemplate(text, start) ? start : -1;
  }

  /** {@code u'bob@x.org'}: the prefix of a string literal is no part of the name. */
  private static int afterQuote(Text text, int start, int at, int end) {
    if (text.at(end) == '\'' && text.at(start - 1) != '\'') {
      for (int i = start; i < at; i++) {
        if (text.bytes[i] == '\'') {
          boolean name = i == start + 1 && isInitial(text.bytes[start]);
          return name ? start : i + 1;
        }
      }
    }
    return start;
  }

  /** {@code o'neil}: a letter that begins no literal of source code. */
  private static boolean isInitial(int b) {
    return Ascii.isLetter(b) && !LITERALS.has(b);
  }

  /** {@code j***e@…}, {@code $USER@…}, {@code ${x}.y@…}. */
  private static boolean isMaskedOrTemplate(Text text, int start) {
    int before = text.at(start - 1);
    if (before == '.' || before == '-') {
      before = text.at(start - 2);
    }
    if (before == '*') {
      int stars = start - 1;
      while (text.at(stars - 1) == '*' && start - stars < 16) {
        stars--;
      }
      return Ascii.isWord(text.at(stars - 1));
    }
    return before == '$' || before == '}';
  }

  /** Forges are addressed as {@code git@host:path}. */
  private static boolean isRemote(Text text, int start, int at, int end) {
    if (at - start == GIT.length() && GIT.at(text, start)) {
      return true;
    }
    for (Literal ssh : SSH) {
      if (end - at == ssh.length() && ssh.at(text, at)) {
        return true;
      }
    }
    if (text.at(end) != ':') {
      return false;
    }
    int path = end + 1;
    int limit = Math.min(text.to, path + 128);
    while (path < limit && (Ascii.isBase64Url(text.bytes[path]) || isPathMark(text.bytes[path]))) {
      path++;
    }
    return Literal.exact(".git").before(text, path);
  }

  private static boolean isPathMark(int b) {
    return b == '/' || b == '.' || b == '~';
  }

  /** Whether what is before {@code start} is {@code scheme://} or that and more of a user info. */
  private static boolean inUserInfo(Text text, int start, int end) {
    if (text.at(end) == ':' && Ascii.isLetter(text.at(end + 1))) {
      return false; // smtp://bob@x.org:password@host: the user is an address
    }
    int first = Math.max(text.from, start - USER_INFO_REACH);
    for (int i = start - 1; i > first; i--) {
      int b = text.bytes[i];
      if (b == '/') {
        return text.bytes[i - 1] == '/' && text.at(i - 2) == ':';
      }
      if (b <= ' ' || b == '"' || b == '\'' || b == '?' || b == '<' || b == '>') {
        return false;
      }
    }
    return false;
  }
}
