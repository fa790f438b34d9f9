package org.obol.anonymize.entity;

import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** E-mail addresses. */
public final class Emails {
  private Emails() {}

  /** Looks around the {@code @} at {@code at}. */
  public static void at(Text text, int at, Spans spans) {}
}
