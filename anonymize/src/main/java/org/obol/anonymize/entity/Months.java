package org.obol.anonymize.entity;

import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Text;

/** Names of months in the languages whose words for birth are known. */
final class Months {
  /** January to December; each name stands before those that it begins with. */
  private static final byte[][][] NAMES = {
    Words.all("january januar janvier janeiro janv jan gennaio gen enero ene"),
    Words.all("february februar februari febrero febbraio février fevereiro feb fév fev"),
    Words.all("march mars marzo março maart märz mar mär"),
    Words.all("april avril abril aprile apr abr avr"),
    Words.all("mayo maggio maio mei may mai mag"),
    Words.all("june juni junio juin junho giugno jun giu"),
    Words.all("july juli julio juillet julho luglio juil jul lug"),
    Words.all("august agosto août augustus aug ago"),
    Words.all("september septiembre septembre settembre setembro sept sep set"),
    Words.all("october oktober octubre octobre ottobre outubro oct okt ott out"),
    Words.all("november noviembre novembre novembro nov"),
    Words.all("december dezember diciembre décembre dicembre dezembro dec dez dic déc")
  };

  private static final int LONGEST = 10;

  /** For each first letter one bit per month that has a name with it. */
  private static final short[] BY_FIRST = new short[128];

  static {
    for (int month = 0; month < 12; month++) {
      for (byte[] name : NAMES[month]) {
        BY_FIRST[name[0]] |= (short) (1 << month);
      }
    }
  }

  private Months() {}

  /** The month, 1 to 12, whose name is exactly {@code [from, to)}; 0 for other words. */
  static int named(Text text, int from, int to) {
    if (to - from < 3 || to - from > LONGEST) {
      return 0;
    }
    int months = BY_FIRST[Ascii.lower(text.at(from)) & 0x7F];
    for (; months != 0; months &= months - 1) {
      int month = Integer.numberOfTrailingZeros(months);
      for (byte[] name : NAMES[month]) {
        if (name.length == to - from && text.startsWith(from, name)) {
          return month + 1;
        }
      }
    }
    return 0;
  }

  /** Where the word that begins at {@code at} ends, not much further than a month is long. */
  static int wordEnd(Text text, int at) {
    int i = at;
    while (i < at + LONGEST + 1 && isLetter(text.at(i))) {
      i++;
    }
    return i;
  }

  /** Where the word that ends at {@code end} begins, not much further than a month is long. */
  static int wordStart(Text text, int end) {
    int i = end;
    while (i > end - LONGEST - 1 && isLetter(text.at(i - 1))) {
      i--;
    }
    return i;
  }

  private static boolean isLetter(int b) {
    return b < 0 || Ascii.isLetter(b);
  }
}
