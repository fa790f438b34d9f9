package org.obol.anonymize.entity;

import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Text;

/** IPv6 addresses as text (RFC 4291 section 2.2). */
final class IpV6 {
  private static final int GROUPS = 8;

  private IpV6() {}

  /** The end of the address that begins at {@code start}, or -1. */
  static int end(Text text, int start) {
    int groups = 0;
    int firstLength = 0;
    boolean compressed = false;
    boolean digit = false;
    boolean quad = false;
    int i = start;
    if (text.at(i) == ':') {
      compressed = true;
      i += 2;
    }
    while (groups < GROUPS) {
      int group = i;
      while (i - group <= 4 && Ascii.isHex(text.at(i))) {
        digit |= Ascii.isDigit(text.at(i));
        i++;
      }
      if (i == group) {
        break;
      }
      int v4 = text.at(i) == '.' ? IpV4.quad(text, group) : -1;
      if (v4 > 0) {
        groups += 2;
        i = v4;
        quad = true;
        break;
      }
      if (i - group > 4) {
        return -1;
      }
      firstLength = groups == 0 && group == start ? i - group : firstLength;
      groups++;
      if (text.at(i) != ':') {
        break;
      }
      if (text.at(i + 1) == ':') {
        if (compressed) {
          return -1;
        }
        compressed = true;
        i += 2;
      } else if (Ascii.isHex(text.at(i + 1)) && groups < GROUPS) {
        i++;
      } else {
        break;
      }
    }
    boolean whole =
        compressed
            ? groups < GROUPS && (groups >= 3 || firstLength >= 3)
            : groups == GROUPS && (quad || firstLength >= 3);
    return whole && digit && endsHere(text, i) ? i : -1;
  }

  private static boolean endsHere(Text text, int end) {
    int next = text.at(end + 1);
    return text.freeAfter(end) && !(text.at(end) == ':' && (Ascii.isHex(next) || next == ':'));
  }
}
