package org.obol.anonymize.entity;

import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** What begins with digits: phones, cards, IPv4, national ids, IBAN, dates of birth. */
public final class Numbers {
  private Numbers() {}

  /**
   * Looks at the group of digits that begins at {@code at} and at what belongs to it on both sides
   * (a sign or letters before it, separators, further digits).
   *
   * @return where the next digits that were not looked at begin; digits before it are not offered
   *     again
   */
  public static int at(Text text, int at, Spans spans) {
    return at + 1;
  }
}
