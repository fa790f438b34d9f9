package org.obol.anonymize.entity;

import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** PEM and PGP blocks with private keys. */
public final class PrivateKeys {
  private PrivateKeys() {}

  /**
   * Looks at the five dashes that begin at {@code at}, or at a long word that begins with a dash.
   */
  public static void at(Text text, int at, Spans spans) {}
}
