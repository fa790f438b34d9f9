package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** JSON web tokens (RFC 7519) in compact form: three parts when signed, five when encrypted. */
final class Jwts {
  private static final Literal OBJECT = Literal.exact("eyJ");
  private static final long ALG = name("\"alg\"");
  private static final long ENC = name("\"enc\"");
  private static final long NONE = name("\"none");
  private static final long FIVE_BYTES = 0xFF_FFFF_FFFFL;

  private Jwts() {}

  private static long name(String name) {
    long packed = 0;
    for (int i = 0; i < name.length(); i++) {
      packed = packed << 8 | name.charAt(i);
    }
    return packed;
  }

  /** Looks at the word {@code [start, end)}, the header of a token. */
  static void at(Text text, int start, int end, Spans spans) {
    if (text.at(end) != '.' || !OBJECT.at(text, start)) {
      return;
    }
    boolean signed = OBJECT.at(text, end + 1);
    int to = parts(text, end, signed ? 2 : 4);
    boolean unsigned = to < 0 && signed;
    if (unsigned) {
      to = parts(text, end, 1) + 1;
      if (text.at(to - 1) != '.'
          || Ascii.isBase64Url(text.at(to))
          || !isUnsigned(text, start, end)) {
        return;
      }
    }
    if (to > 0 && text.freeAfter(to) && isHeader(text, start, end, !signed)) {
      spans.add(Label.JWT, start, to);
    }
  }

  /**
   * The end of {@code count} more parts behind the dot at {@code dot}, or -1; the last has text.
   */
  private static int parts(Text text, int dot, int count) {
    int end = dot;
    for (int part = 0; part < count; part++) {
      if (text.at(end) != '.') {
        return -1;
      }
      int from = end + 1;
      end = Alphabet.BASE64_URL.end(text, from);
      if (part + 1 == count && end == from) {
        return -1;
      }
    }
    return end;
  }

  /** RFC 7519, 6: the algorithm is none, and nothing stands behind the second dot. */
  private static boolean isUnsigned(Text text, int from, int to) {
    Base64Reader reader = new Base64Reader(text.bytes, from, to);
    long last = 0;
    for (int b = reader.next(); b >= 0; b = reader.next()) {
      last = (last << 8 | b) & FIVE_BYTES;
      if (last == NONE) {
        return true;
      }
    }
    return false;
  }

  private static boolean isHeader(Text text, int from, int to, boolean encrypted) {
    Base64Reader reader = new Base64Reader(text.bytes, from, to);
    long last = 0;
    boolean alg = false;
    boolean enc = false;
    for (int b = reader.next(); b >= 0; b = reader.next()) {
      last = (last << 8 | b) & FIVE_BYTES;
      alg |= last == ALG;
      enc |= last == ENC;
    }
    return alg && (enc || !encrypted);
  }
}
