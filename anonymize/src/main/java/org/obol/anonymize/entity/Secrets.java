package org.obol.anonymize.entity;

import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** Secrets that only their surroundings give away: passwords, credentials in headers and URLs. */
public final class Secrets {
  private Secrets() {}

  /** Looks around the {@code :} or {@code =} at {@code at}. */
  public static void at(Text text, int at, Spans spans) {}

  /** Takes the whole text when the name of its key says that it is a password. */
  public static void keyed(Text text, Spans spans) {}
}
