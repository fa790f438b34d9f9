package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** IPv6 and MAC addresses. */
public final class Addresses {
  /** How far before an address a name such as {@code mac:} is looked for. */
  private static final int NAME = 8;

  private Addresses() {}

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
    return (name && (last == '6' || !Ascii.isDigit(last)))
        || (i == start - 1 && text.at(i - 1) != ':');
  }
}
