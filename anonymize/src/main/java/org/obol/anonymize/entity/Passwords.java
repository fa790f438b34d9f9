package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** The value behind a name that says password: where it begins and ends. */
final class Passwords {
  private static final int LONGEST = 256;
  private static final int LONGEST_GAP = 16;

  private Passwords() {}

  /**
   * Looks at the value behind the {@code :} or {@code =} at {@code at}.
   *
   * @param quoted whether only a quoted value is one
   */
  static void behind(Text text, int at, boolean quoted, Spans spans) {
    int next = text.at(at + 1);
    int value = at + 1;
    if (text.bytes[at] == ':' && (next == ':' || next == '=')) {
      return; // Password::make; := has its own sign
    }
    if (next == '=') {
      return; // a comparison
    }
    if (next == '>') {
      value++; // =>
    }
    at(text, value, quoted, spans);
  }

  /** Looks at the value that begins at {@code at} or behind blanks there. */
  static void at(Text text, int at, Spans spans) {
    at(text, at, false, spans);
  }

  private static void at(Text text, int at, boolean onlyQuoted, Spans spans) {
    int start = at;
    while ((text.at(start) == ' ' || text.at(start) == '\t') && start - at < LONGEST_GAP) {
      start++;
    }
    boolean bold = text.at(start) == '*' && text.at(start + 1) == '*' && text.at(start + 2) != '*';
    if (bold) {
      start += 2;
      start += text.at(start) == ' ' ? 1 : 0; // **Password:** value
    }
    int slashes = start;
    while (text.at(slashes) == '\\' && slashes - start < 4) {
      slashes++;
    }
    int quote = text.at(slashes);
    int prefix = Ascii.lower(quote);
    if (slashes == start
        && (prefix == 'f' || prefix == 'r' || prefix == 'b' || prefix == 'u' || quote == '@')
        && Secrets.isQuote(text.at(start + 1))) {
      slashes++;
      quote = text.at(slashes);
    }
    if (Secrets.isQuote(quote)) {
      quoted(text, slashes + 1, quote, slashes - start, onlyQuoted, spans);
    } else if (!onlyQuoted && slashes == start) {
      bare(text, start, spans);
    }
  }

  /** Takes the text of the XML element that begins at {@code start}. */
  static void element(Text text, int start, Spans spans) {
    int limit = Math.min(text.to, start + LONGEST);
    int end = start;
    while (end < limit && text.bytes[end] != '<' && text.bytes[end] != '\n') {
      end++;
    }
    if (text.at(end) == '<'
        && text.at(end + 1) == '/'
        && end - start >= 3
        && PasswordValues.isQuoted(text.bytes, start, end)) {
      spans.add(Label.PASSWORD, start, end);
    }
  }

  /** Takes the whole text, the value of a JSON key. */
  static void whole(Text text, boolean strict, Spans spans) {
    if (text.to - text.from <= LONGEST
        && text.to - text.from >= 3
        && PasswordValues.isQuoted(text.bytes, text.from, text.to)
        && (!strict || PasswordValues.isStrong(text.bytes, text.from, text.to))) {
      spans.add(Label.PASSWORD, text.from, text.to);
    }
  }

  private static void quoted(
      Text text, int start, int quote, int slashes, boolean strict, Spans spans) {
    int limit = Math.min(text.to, start + LONGEST);
    int end = start;
    while (end < limit && text.bytes[end] != '\n') {
      int b = text.bytes[end];
      if (b == '\\' && slashes == 0) {
        end++;
      } else if (b == quote || b == '\\') {
        break;
      }
      end++;
    }
    boolean closed = end < limit && (text.bytes[end] == quote || text.bytes[end] == '\\');
    if (closed
        && end - start >= 3
        && PasswordValues.isQuoted(text.bytes, start, end)
        && (!strict || PasswordValues.isStrong(text.bytes, start, end))) {
      spans.add(Label.PASSWORD, start, end);
    }
  }

  private static void bare(Text text, int start, Spans spans) {
    int limit = Math.min(text.to, start + LONGEST);
    int end = start;
    while (end < limit && !endsBare(text, end)) {
      end++;
    }
    int stop = text.at(end);
    if (end == limit && limit < text.to) {
      return;
    }
    while (end > start && trails(text, start, end)) {
      end--;
    }
    if (stop != '<'
        && end - start >= 4
        && PasswordValues.isBare(text.bytes, start, end, stop, text.at(end))) {
      spans.add(Label.PASSWORD, start, end);
    } else if (stop == '<' && text.at(end + 1) == '/' && end - start >= 4) {
      closedByTag(text, start, end, spans);
    }
  }

  private static void closedByTag(Text text, int start, int end, Spans spans) {
    if (PasswordValues.isBare(text.bytes, start, end, '<', '<')) {
      spans.add(Label.PASSWORD, start, end);
    }
  }

  private static boolean endsBare(Text text, int at) {
    int b = text.bytes[at];
    if (b >= 0
        && (b <= ' ' || Secrets.isQuote(b) || b == '<' || b == '>' || b == ';' || b == '\\')) {
      return true;
    }
    if (b == ',' || b == '&') {
      int next = text.at(at + 1);
      if (next <= ' ' && next >= 0) {
        return b == ',';
      }
      int name = Alphabet.WORD.end(text.bytes, at + 1, Math.min(text.to, at + 33));
      return Ascii.isLetter(next) && (text.at(name) == '=' || text.at(name) == ':');
    }
    return false;
  }

  /** Punctuation of the sentence or of the code around the value. */
  private static boolean trails(Text text, int start, int end) {
    int b = text.bytes[end - 1];
    return switch (b) {
      case '.', ',', ':', '?', '*', '}', ']' -> true;
      case ')' -> {
        for (int i = start; i < end; i++) {
          if (text.bytes[i] == '(') {
            yield false;
          }
        }
        yield true;
      }
      default -> false;
    };
  }
}
