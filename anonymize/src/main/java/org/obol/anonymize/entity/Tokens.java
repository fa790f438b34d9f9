package org.obol.anonymize.entity;

import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** Keys, tokens and addresses of services and wallets that are one long word. */
public final class Tokens {
  private Tokens() {}

  /**
   * Looks at the word of letters, digits, {@code _} and {@code -} in {@code [start, end)}, 16 or
   * more, and what hangs on it by dots.
   */
  public static void at(Text text, int start, int end, Spans spans) {}
}
