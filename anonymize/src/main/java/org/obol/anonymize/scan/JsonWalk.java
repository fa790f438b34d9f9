package org.obol.anonymize.scan;

/**
 * Walks one JSON value (RFC 8259) in place and hands each of its strings to {@link Strings}.
 * Strict: what a JSON parser would refuse, it refuses. Owned by one thread.
 */
final class JsonWalk {
  /** What happens with the strings of a value. */
  interface Strings {
    /**
     * A key; {@code [from, to)} is the raw text between its quotes. Returns false when the text
     * cannot be read.
     */
    boolean key(Level level, int from, int to, boolean escaped);

    /** A string that is a value. */
    boolean value(Level level, int from, int to, boolean escaped);
  }

  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private final Strings strings;
  private int errorAt;
  private String error = "";

  JsonWalk(Strings strings) {
    this.strings = strings;
  }

  /** Where the last walk failed. */
  int errorAt() {
    return errorAt;
  }

  /** Why the last walk failed. */
  String error() {
    return error;
  }

  /** Lets {@link Strings} say why it returned false. */
  void fail(int at, String reason) {
    errorAt = at;
    error = reason;
  }

  /**
   * Walks the value that begins at or behind {@code at}.
   *
   * @param line whether a line feed ends the value, as in JSONL, instead of being white space
   * @return the position behind the value and the white space that follows it: {@code level.to}, or
   *     that of a line feed; -1 on failure
   */
  int walk(Level level, int at, boolean line) {
    level.depth = 0;
    at = value(level, at, line);
    while (at >= 0) {
      at = space(level, at, line);
      if (level.depth == 0) {
        return at == level.to || (line && level.bytes[at] == '\n')
            ? at
            : failed(at, "more text behind the JSON value");
      }
      int b = at < level.to ? level.bytes[at] : 0;
      boolean object = level.object[level.depth];
      if (b == ',') {
        at = object ? key(level, space(level, at + 1, line), line) : at + 1;
        at = at < 0 ? at : value(level, at, line);
      } else if (b == (object ? '}' : ']')) {
        level.depth--;
        at++;
      } else {
        return failed(
            at,
            end(level, at, line)
                ? "the line ends within JSON"
                : object ? "',' or '}' expected" : "',' or ']' expected");
      }
    }
    return -1;
  }

  /**
   * Goes through one value, but of an array or object only to the first value that is neither, or
   * to its end when it is empty.
   */
  private int value(Level level, int at, boolean line) {
    while (true) {
      at = space(level, at, line);
      if (end(level, at, line)) {
        return failed(at, "the line ends within JSON");
      }
      int b = level.bytes[at];
      if (b == '"') {
        return string(level, at, false);
      }
      if (b != '{' && b != '[') {
        return scalar(level, at, b);
      }
      if (level.depth == Level.MAX_DEPTH) {
        return failed(at, "nested deeper than " + Level.MAX_DEPTH);
      }
      boolean object = b == '{';
      open(level, object);
      at = space(level, at + 1, line);
      if (at < level.to && level.bytes[at] == (object ? '}' : ']')) {
        level.depth--;
        return at + 1;
      }
      if (object) {
        at = key(level, at, line);
        if (at < 0) {
          return -1;
        }
      }
    }
  }

  private static void open(Level level, boolean object) {
    int depth = ++level.depth;
    level.object[depth] = object;
    level.keyFrom[depth] = level.keyFrom[depth - 1];
    level.keyTo[depth] = level.keyTo[depth - 1];
    level.keyHit[depth] = false;
    level.secret[depth] = level.secret[depth - 1];
    level.field[depth] = level.field[depth - 1];
  }

  private int key(Level level, int at, boolean line) {
    if (at >= level.to || level.bytes[at] != '"') {
      return failed(at, "a key in quotes expected");
    }
    int end = string(level, at, true);
    if (end < 0) {
      return -1;
    }
    at = space(level, end, line);
    return at < level.to && level.bytes[at] == ':' ? at + 1 : failed(at, "':' expected");
  }

  private int string(Level level, int quote, boolean key) {
    byte[] bytes = level.bytes;
    long[] stops = level.bits.stop;
    int high = -1;
    boolean escaped = false;
    int at = quote + 1;
    while (true) {
      at = Bits.next(stops, at, level.to);
      if (at >= level.to) {
        return failed(quote, "a string without closing quote");
      }
      int b = bytes[at];
      if (b == '"') {
        break;
      }
      if (b < 0) {
        high = at;
        stops = level.bits.special;
      } else if (b == '\\') {
        escaped = true;
        at += 2;
      } else {
        return failed(
            at, b == '\n' ? "the line ends within a string" : "a control character in a string");
      }
    }
    if (high >= 0) {
      int invalid = Utf8.invalid(bytes, level.bits.high, high, at);
      if (invalid >= 0) {
        return failed(invalid, "invalid UTF-8");
      }
    }
    boolean read =
        key
            ? strings.key(level, quote + 1, at, escaped)
            : strings.value(level, quote + 1, at, escaped);
    return read ? at + 1 : -1;
  }

  private int scalar(Level level, int at, int b) {
    return switch (b) {
      case 't' -> literal(level, at, TRUE);
      case 'f' -> literal(level, at, FALSE);
      case 'n' -> literal(level, at, NULL);
      default -> number(level, at);
    };
  }

  private int literal(Level level, int at, byte[] literal) {
    for (int i = 0; i < literal.length; i++) {
      if (at + i >= level.to || level.bytes[at + i] != literal[i]) {
        return failed(at, "no JSON value");
      }
    }
    return at + literal.length;
  }

  /** RFC 8259 section 6. */
  private int number(Level level, int start) {
    int at = start;
    if (byteAt(level, at) == '-') {
      at++;
    }
    int digits = digits(level, at);
    if (digits == at || (level.bytes[at] == '0' && digits > at + 1)) {
      boolean mark =
          byteAt(level, start) == (byte) 0xEF
              && byteAt(level, start + 1) == (byte) 0xBB
              && byteAt(level, start + 2) == (byte) 0xBF;
      return failed(
          start,
          mark
              ? "a byte order mark (BOM), which JSON has not: save the file without it"
              : "no JSON value");
    }
    at = digits;
    if (byteAt(level, at) == '.') {
      digits = digits(level, at + 1);
      if (digits == at + 1) {
        return failed(at, "a number without digits behind its point");
      }
      at = digits;
    }
    if ((byteAt(level, at) | 0x20) == 'e') {
      at++;
      if (byteAt(level, at) == '+' || byteAt(level, at) == '-') {
        at++;
      }
      digits = digits(level, at);
      if (digits == at) {
        return failed(at, "a number without digits in its exponent");
      }
      at = digits;
    }
    return at;
  }

  private static int digits(Level level, int at) {
    while (Ascii.isDigit(byteAt(level, at))) {
      at++;
    }
    return at;
  }

  private static int byteAt(Level level, int at) {
    return at < level.to ? level.bytes[at] : 0;
  }

  private static boolean end(Level level, int at, boolean line) {
    return at >= level.to || (line && level.bytes[at] == '\n');
  }

  private static int space(Level level, int at, boolean line) {
    while (at < level.to) {
      int b = level.bytes[at];
      if (b != ' ' && b != '\t' && b != '\r' && (line || b != '\n')) {
        return at;
      }
      at++;
    }
    return at;
  }

  private int failed(int at, String reason) {
    fail(at, reason);
    return -1;
  }
}
