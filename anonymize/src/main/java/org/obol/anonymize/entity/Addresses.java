package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** IPv6 and MAC addresses. */
public final class Addresses {
  /** How far before an address a name such as {@code mac:} is looked for. */
  private static final int NAME = 8;

  /** A network card's address has five, an IPv6 address without {@code ::} six or seven. */
  private static final int FEWEST_COLONS = 5;

  /** Eight groups of four and what joins them. */
  private static final long REACH = (1L << 40) - 1;

  private Addresses() {}

  /**
   * Whether the colons of an address may begin with the one at {@code marks}' first bit, which
   * stand for the marks from there on: five of them, or two side by side, within as many bytes as
   * there may be before them.
   */
  public static boolean mayBegin(long marks) {
    long near = marks & REACH;
    return (near & (near >>> 1)) != 0 || Long.bitCount(near) >= FEWEST_COLONS;
  }

  /** Looks around the {@code :} at {@code at}. */
  public static void at(Text text, int at, Spans spans) {
    int next = text.at(at + 1);
    if (!Ascii.isHex(next) && next != ':') {
      return;
    }
    int start = at;
    while (start > at - 5 && Ascii.isHex(text.at(start - 1))) {
      start--;
    }
    if (at - start > 4 || (at == start && next != ':') || !isFirst(text, start, at)) {
      return;
    }
    if (at - start == 2 && Macs.pairs(text, start, ':')) {
      int end = start + Macs.LENGTH;
      if (text.freeAfter(end) && !(text.at(end) == ':' && Ascii.isHex(text.at(end + 1)))) {
        spans.add(Label.MAC, start, end);
      }
      return;
    }
    int end = IpV6.end(text, start);
    if (end > 0) {
      spans.add(Label.IPV6, start, end);
    }
  }

  /** Looks at the word of letters, digits, {@code _} and {@code -} in {@code [start, end)}. */
  public static void word(Text text, int start, int end, Spans spans) {
    if (end - start == Macs.LENGTH
        && text.bytes[start + 2] == '-'
        && Macs.pairs(text, start, '-')
        && text.freeBefore(start)
        && text.freeAfter(end)) {
      spans.add(Label.MAC, start, end);
    }
  }

  /**
   * Whether an address may begin at {@code start}: behind no word, and behind no other {@code :},
   * which was or will be asked itself, but the one of a name.
   */
  private static boolean isFirst(Text text, int start, int at) {
    if (text.at(start - 1) != ':') {
      return text.at(start - 1) != '.' && text.freeBefore(start);
    }
    if (start == at) {
      return false;
    }
    int i = start - 1;
    boolean name = false;
    int last = text.at(i - 1);
    while (i > start - NAME && Ascii.isWord(text.at(i - 1))) {
      i--;
      name |= !Ascii.isHex(text.at(i));
    }
    return (name && ((last == '6' && Ascii.isLetter(text.at(start - 3))) || !Ascii.isDigit(last)))
        || (i == start - 1 && text.at(i - 1) != ':');
  }
}
