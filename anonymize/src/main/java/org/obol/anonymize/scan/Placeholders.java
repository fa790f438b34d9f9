package org.obol.anonymize.scan;

/** Finds placeholders that are in the input already, so that no value gets the number of one. */
final class Placeholders {
  private static final int LONGEST = 90;

  private Placeholders() {}

  /** Looks for {@code <LABEL_123>} at the {@code <} at {@code at}. */
  static void at(Text text, int at, Spans spans) {
    int end = at + 1;
    int limit = Math.min(text.to, at + LONGEST);
    while (end < limit && isName(text.bytes[end])) {
      end++;
    }
    if (end == limit || text.bytes[end] != '>') {
      return;
    }
    int digits = end;
    long index = 0;
    long unit = 1;
    while (digits > at && Ascii.isDigit(text.bytes[digits - 1]) && end - digits < 18) {
      index += unit * (text.bytes[--digits] - '0');
      unit *= 10;
    }
    if (digits < end && digits - at > 3 && text.bytes[digits - 1] == '_') {
      spans.addLiteral(text.bytes, at + 1, digits - 1, index);
    }
  }

  /**
   * Where what was written before {@code at} begins to count: not before {@code first}, and behind
   * the last placeholder, because a number of other length in it must not move what a window of
   * bytes shows.
   */
  static int behindLast(byte[] bytes, int first, int at) {
    for (int i = at - 1; i > first; i--) {
      if (bytes[i] == '>' && Ascii.isHex(bytes[i - 1]) && endsPlaceholder(bytes, i)) {
        return i + 1;
      }
    }
    return first;
  }

  /**
   * Whether the {@code >} at {@code at} closes {@code <LABEL_1f2e>}; looks only as far as a
   * placeholder reaches.
   */
  private static boolean endsPlaceholder(byte[] bytes, int at) {
    int from = at - 1;
    while (from > 0
        && at - from < LONGEST
        && Ascii.isHex(bytes[from])
        && !Ascii.isUpper(bytes[from])) {
      from--;
    }
    if (bytes[from] != '_') {
      return false;
    }
    while (from > 0 && at - from < LONGEST && isName(bytes[from])) {
      from--;
    }
    return bytes[from] == '<' && Ascii.isUpper(bytes[from + 1]);
  }

  private static boolean isName(int b) {
    return Ascii.isUpper(b) || Ascii.isDigit(b) || b == '_';
  }
}
