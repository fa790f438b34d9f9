package org.obol.anonymize.entity;

import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Text;

/** International bank account numbers (ISO 13616). */
final class Ibans {
  /** The countries of the registry with their lengths. */
  private static final String REGISTRY =
      "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29"
          + "ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30"
          + "KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24"
          + "PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29"
          + "VA22VG24XK20YE30";

  private static final byte[] LENGTHS = new byte[26 * 26];

  static {
    for (int i = 0; i < REGISTRY.length(); i += 4) {
      LENGTHS[index(REGISTRY.charAt(i), REGISTRY.charAt(i + 1))] =
          (byte) Integer.parseInt(REGISTRY, i + 2, i + 4, 10);
    }
  }

  private Ibans() {}

  private static int index(int first, int second) {
    return (26 * (first - 'A')) + second - 'A';
  }

  /** The end of the IBAN whose two capital letters stand at {@code start}, or -1. */
  static int end(Text text, int start) {
    int length = LENGTHS[index(text.at(start), text.at(start + 1))];
    if (length == 0 || !Ascii.isDigit(text.at(start + 3)) || !text.freeBefore(start)) {
      return -1;
    }
    boolean spaced = text.at(start + 4) == ' ';
    int i = start + 4;
    int rest = 0;
    for (int place = 4; place < length; place++) {
      if (spaced && place % 4 == 0) {
        if (text.at(i) != ' ') {
          return -1;
        }
        i++;
      }
      rest = append(rest, text.at(i));
      if (rest < 0) {
        return -1;
      }
      i++;
    }
    for (int place = 0; place < 4; place++) {
      rest = append(rest, text.at(start + place));
    }
    return rest == 1 && text.freeAfter(i) ? i : -1;
  }

  /** The remainder modulo 97 with one more character (A is 10); negative for other characters. */
  private static int append(int rest, int b) {
    if (Ascii.isDigit(b)) {
      return ((10 * rest) + b - '0') % 97;
    }
    return Ascii.isUpper(b) ? ((100 * rest) + b - 'A' + 10) % 97 : -1;
  }
}
