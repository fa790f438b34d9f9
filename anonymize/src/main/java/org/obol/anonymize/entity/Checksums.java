package org.obol.anonymize.entity;

import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Text;

/** Check digits. All of them pass over the separators between the digits. */
final class Checksums {
  /** Verhoeff's multiplication: the dihedral group of order 10, row by row. */
  private static final byte[] DIHEDRAL = new byte[100];

  /** Verhoeff's permutations of the digits, one row per position modulo 8. */
  private static final byte[] PERMUTED = new byte[80];

  static {
    for (int a = 0; a < 10; a++) {
      for (int b = 0; b < 10; b++) {
        DIHEDRAL[(10 * a) + b] = (byte) dihedral(a, b);
      }
    }
    int[] step = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
    for (int digit = 0; digit < 10; digit++) {
      int value = digit;
      for (int row = 0; row < 8; row++) {
        PERMUTED[(10 * row) + digit] = (byte) value;
        value = step[value];
      }
    }
  }

  private Checksums() {}

  /** Rotations of a pentagon are 0 to 4, its reflections 5 to 9. */
  private static int dihedral(int a, int b) {
    if (a < 5) {
      return b < 5 ? (a + b) % 5 : 5 + ((a + b) % 5);
    }
    return b < 5 ? 5 + ((a - b) % 5) : (a - b + 5) % 5;
  }

  /** Luhn (ISO/IEC 7812-1 annex B). */
  static boolean luhn(Text text, int from, int to) {
    int sum = 0;
    boolean twice = false;
    for (int i = to - 1; i >= from; i--) {
      int digit = text.at(i) - '0';
      if (digit < 0 || digit > 9) {
        continue;
      }
      int value = twice ? 2 * digit : digit;
      sum += value > 9 ? value - 9 : value;
      twice = !twice;
    }
    return sum % 10 == 0;
  }

  /** Verhoeff. */
  static boolean verhoeff(Text text, int from, int to) {
    int check = 0;
    int row = 0;
    for (int i = to - 1; i >= from; i--) {
      int digit = text.at(i) - '0';
      if (digit >= 0 && digit <= 9) {
        check = DIHEDRAL[(10 * check) + PERMUTED[(10 * row) + digit]];
        row = (row + 1) & 7;
      }
    }
    return check == 0;
  }

  /** ISO 7064 mod 11,10 over all digits, the check digit included. */
  static boolean mod11And10(Text text, int from, int to) {
    int product = 10;
    int sum = 0;
    for (int i = from; i < to; i++) {
      int digit = text.at(i) - '0';
      if (digit >= 0 && digit <= 9) {
        sum = (product + digit) % 10;
        product = 2 * (sum == 0 ? 10 : sum) % 11;
      }
    }
    return sum == 1;
  }

  /** ISO 7064 mod 11-2 over the 18 characters at {@code from}, the last a digit or X. */
  static boolean mod11Dash2(Text text, int from) {
    int check = 0;
    for (int i = from; i < from + 17; i++) {
      check = (check + text.at(i) - '0') * 2 % 11;
    }
    int last = text.at(from + 17);
    return (check + (Ascii.isDigit(last) ? last - '0' : 10)) % 11 == 1;
  }

  /** The sum of the digits times their weights; digits without a weight count nothing. */
  static int weighted(Text text, int from, int to, byte[] weights) {
    int sum = 0;
    int place = 0;
    for (int i = from; i < to && place < weights.length; i++) {
      int digit = text.at(i) - '0';
      if (digit >= 0 && digit <= 9) {
        sum += digit * weights[place++];
      }
    }
    return sum;
  }

  /** The digits as a number; at most 18 of them. */
  static long number(Text text, int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      int b = text.at(i);
      if (Ascii.isDigit(b)) {
        number = (10 * number) + b - '0';
      }
    }
    return number;
  }

  /** Whether all digits are the same. */
  static boolean allEqual(Text text, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (Ascii.isDigit(text.at(i)) && text.at(i) != text.at(from)) {
        return false;
      }
    }
    return true;
  }
}
