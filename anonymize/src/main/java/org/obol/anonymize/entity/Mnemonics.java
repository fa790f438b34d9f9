package org.obol.anonymize.entity;

import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** BIP-39 phrases. */
public final class Mnemonics {
  private Mnemonics() {}

  /** Looks through the whole text. */
  public static void in(Text text, Spans spans) {}
}
