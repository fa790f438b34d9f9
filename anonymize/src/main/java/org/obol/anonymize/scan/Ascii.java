package org.obol.anonymize.scan;

/** Classes of single ASCII bytes; bytes of other characters are in none of them. */
public final class Ascii {
  private static final int DIGIT = 1;
  private static final int UPPER = 2;
  private static final int LOWER = 4;
  private static final int HEX = 8;
  private static final byte[] CLASSES = new byte[256];

  static {
    fill('0', '9', DIGIT | HEX);
    fill('A', 'Z', UPPER);
    fill('a', 'z', LOWER);
    fill('A', 'F', UPPER | HEX);
    fill('a', 'f', LOWER | HEX);
  }

  private Ascii() {}

  private static void fill(char first, char last, int bits) {
    for (int c = first; c <= last; c++) {
      CLASSES[c] = (byte) bits;
    }
  }

  public static boolean isDigit(int b) {
    return b >= '0' && b <= '9';
  }

  public static boolean isUpper(int b) {
    return b >= 'A' && b <= 'Z';
  }

  public static boolean isLower(int b) {
    return b >= 'a' && b <= 'z';
  }

  public static boolean isLetter(int b) {
    return (CLASSES[b & 0xFF] & (UPPER | LOWER)) != 0;
  }

  public static boolean isLetterOrDigit(int b) {
    return CLASSES[b & 0xFF] != 0;
  }

  public static boolean isHex(int b) {
    return (CLASSES[b & 0xFF] & HEX) != 0;
  }

  /** Letters, digits and {@code _}. */
  public static boolean isWord(int b) {
    return isLetterOrDigit(b) || b == '_';
  }

  /** The alphabet of base64url: letters, digits, {@code _} and {@code -}. */
  public static boolean isBase64Url(int b) {
    return isLetterOrDigit(b) || b == '_' || b == '-';
  }

  /** Space, tab, CR or LF. */
  public static boolean isSpace(int b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }

  public static int lower(int b) {
    return isUpper(b) ? b | 0x20 : b;
  }

  /** The value of a hex digit, 0 to 15. */
  public static int hex(int b) {
    return isDigit(b) ? b - '0' : (b | 0x20) - 'a' + 10;
  }
}
