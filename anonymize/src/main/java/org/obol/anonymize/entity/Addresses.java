package org.obol.anonymize.entity;

import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** IPv6 and MAC addresses. */
public final class Addresses {
  private Addresses() {}

  /** Looks around the {@code :} at {@code at}. */
  public static void at(Text text, int at, Spans spans) {}
}
