package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** IPv4 addresses, told from versions, masks, section numbers and OIDs. */
final class IpV4 {
  private static final byte[][] PRE_RELEASES = {
    Words.ascii("alpha"),
    Words.ascii("beta"),
    Words.ascii("rc"),
    Words.ascii("snapshot"),
    Words.ascii("dev"),
    Words.ascii("pre"),
    Words.ascii("release"),
    Words.ascii("final")
  };

  private IpV4() {}

  /** Adds the address at {@code at}; its end, or -1. */
  static int at(Text text, int at, Spans spans) {
    int end = clearBefore(text, at) ? quad(text, at) : -1;
    if (end < 0 || !clearAfter(text, end) || isSpecial(text, at)) {
      return -1;
    }
    long cues = Cues.before(text, at);
    if (Cues.adjacent(cues, Cues.VERSION) || Cues.near(cues, Cues.VERSION)) {
      return -1;
    }
    spans.add(Label.IPV4, at, end);
    return end;
  }

  /** The end of four numbers to 255 without leading zeros, or -1. */
  static int quad(Text text, int at) {
    int i = at;
    for (int part = 0; part < 4; part++) {
      if (part > 0 && text.at(i++) != '.') {
        return -1;
      }
      int value = 0;
      int start = i;
      while (i - start < 4 && Ascii.isDigit(text.at(i))) {
        value = (10 * value) + text.at(i++) - '0';
      }
      if (i == start || value > 255 || (i - start > 1 && text.at(start) == '0')) {
        return -1;
      }
    }
    return i;
  }

  private static boolean clearBefore(Text text, int at) {
    int before = text.at(at - 1);
    int further = text.at(at - 2);
    return switch (before) {
      case '.' -> !Ascii.isWord(further);
      case '-' -> !Ascii.isLetter(further);
      case '^', '~', '$', '+', '%' -> false;
      case '=' -> "=<>~!^".indexOf(further) < 0;
      case '/' -> !isProduct(text, at);
      case ' ' -> further != '#' || text.at(at + 1) != '.';
      default -> text.freeBefore(at);
    };
  }

  /**
   * {@code Chrome/126.0.0.0}: a word with a capital before the slash, or a small first number. But
   * {@code kafka/10.0.0.5} is how Java writes a resolved host.
   */
  private static boolean isProduct(Text text, int at) {
    int i = at - 2;
    if (!Ascii.isWord(text.at(i))) {
      return false;
    }
    while (i > at - 24 && Ascii.isBase64Url(text.at(i - 1))) {
      i--;
    }
    return Ascii.isUpper(text.at(i)) || (text.at(at + 1) == '.' && Ascii.isLetter(text.at(at - 2)));
  }

  private static boolean clearAfter(Text text, int end) {
    int after = text.at(end);
    if (after == '.') {
      return !Ascii.isDigit(text.at(end + 1));
    }
    if (after == '-') {
      for (byte[] word : PRE_RELEASES) {
        if (text.startsWith(end + 1, word)) {
          return false;
        }
      }
      return true;
    }
    return after != '+' && text.freeAfter(end);
  }

  /** Loopback, this network, masks, and x.0.0.0, which is a version or without its prefix a net. */
  private static boolean isSpecial(Text text, int at) {
    int first = text.at(at) - '0';
    int i = at + 1;
    while (text.at(i) != '.') {
      first = (10 * first) + text.at(i++) - '0';
    }
    if (first == 0 || first == 127 || first == 255) {
      return true;
    }
    boolean zeros =
        text.at(i + 1) == '0'
            && text.at(i + 2) == '.'
            && text.at(i + 3) == '0'
            && text.at(i + 4) == '.'
            && text.at(i + 5) == '0'
            && !Ascii.isDigit(text.at(i + 6));
    return zeros && first != 10 && text.at(i + 6) != '/';
  }
}
