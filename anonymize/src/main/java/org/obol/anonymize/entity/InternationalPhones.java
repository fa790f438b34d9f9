package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/**
 * Phones that begin with {@code +} and a country calling code (ITU-T E.123): groups by space, dash,
 * point or parentheses, with or without {@code (0)}.
 */
final class InternationalPhones {
  /** E.164 allows 15 digits; fewer than 8 are too few to tell from other numbers. */
  private static final int FEWEST = 8;

  private static final int MOST = 15;

  /** From as many digits in one run on, a space ends the number. */
  private static final int WHOLE = 10;

  private InternationalPhones() {}

  /** Adds the phone whose first digit, behind a {@code +}, is at {@code at}; its end, or -1. */
  static int at(Text text, int at, Spans spans) {
    int codeEnd = at;
    int code = 0;
    while (codeEnd < at + 3 && Ascii.isDigit(text.at(codeEnd)) && !known(code)) {
      code = (10 * code) + text.at(codeEnd++) - '0';
    }
    if (!known(code) || !text.freeBefore(at - 1)) {
      return -1;
    }
    boolean wrapped = text.at(at - 2) == '(' && text.at(codeEnd) == ')';
    int first = start(text, codeEnd, code);
    if (first < 0) {
      return -1;
    }
    int end = CallingCodes.mayBegin(code, text.at(first)) ? end(text, at, first, code) : -1;
    if (end < 0 && text.at(first - 1) == '0' && !Ascii.isDigit(text.at(first - 2))) {
      end = end(text, at, first - 1, code); // the 0 is needed for the length, wrong as it is
    }
    if (end < 0) {
      return -1;
    }
    spans.add(Label.PHONE, wrapped ? at - 2 : at - 1, end);
    return end;
  }

  private static boolean known(int code) {
    return code != 0 && CallingCodes.isKnown(code);
  }

  /** The longest number that its country allows and that ends with a group. */
  private static int end(Text text, int at, int first, int code) {
    int codeLength = length(code);
    int most = Math.min(CallingCodes.most(code), MOST - codeLength);
    int fewest = Math.max(CallingCodes.fewest(code), FEWEST - codeLength);
    int best = -1;
    int digits = 0;
    int separators = 0;
    int separator = 0;
    int i = first;
    if (!exchange(text, i, code)) {
      return -1;
    }
    while (true) {
      int run = i;
      while (i - run <= most && Ascii.isDigit(text.at(i))) {
        i++;
      }
      digits += i - run;
      if (digits > most) {
        return best;
      }
      boolean decimal = separators == 0 && i - run == digits && text.at(run - 1) == '.';
      if (digits >= fewest && !decimal && Phones.endsPhone(text, i)) {
        best = i;
      }
      int next = Phones.nextGroup(text, i);
      boolean whole = best == i && separators == 0 && i - at >= WHOLE;
      if (next < 0 || whole || (best == i && !continues(text, next, separator, i))) {
        return best;
      }
      separator = text.at(i);
      separators++;
      i = next;
    }
  }

  private static int length(int code) {
    return code < 10 ? 1 : code < 100 ? 2 : 3;
  }

  /** The first digit of the national number: behind separators, {@code (0)} and a wrong 0. */
  private static int start(Text text, int codeEnd, int code) {
    int i = Ascii.isDigit(text.at(codeEnd)) ? codeEnd : Phones.nextGroup(text, codeEnd);
    if (i < 0 || code == 1) {
      return i;
    }
    if (text.at(i) == '0' && text.at(i + 1) == ')') {
      return Ascii.isDigit(text.at(i + 2)) ? i + 2 : Phones.nextGroup(text, i + 1);
    }
    boolean trunk = text.at(i) == '0' && i > codeEnd && !CallingCodes.mayBegin(code, '0');
    return trunk ? i + 1 : i;
  }

  /** In North America the exchange, too, begins with 2 to 9. */
  private static boolean exchange(Text text, int at, int code) {
    if (code != 1) {
      return true;
    }
    int i = at;
    for (int digits = 0; digits < 3; i++) {
      if (!Ascii.isDigit(text.at(i))) {
        return false;
      }
      digits++;
    }
    int next = Ascii.isDigit(text.at(i)) ? i : Phones.nextGroup(text, i);
    return next > 0 && text.at(next) >= '2';
  }

  /** Whether a number that could end at {@code end} goes on with the group at {@code next}. */
  private static boolean continues(Text text, int next, int separator, int end) {
    if (text.at(end) != ' ') {
      return true;
    }
    int last = next;
    while (last - next < MOST && Ascii.isDigit(text.at(last))) {
      last++;
    }
    int after = text.at(last);
    boolean other = after == '-' || after == '/' || after == ':' || after == '.';
    return (separator == ' ' || separator == 0 || separator == ')')
        && last - next > 1
        && !(other && Ascii.isDigit(text.at(last + 1)));
  }
}
