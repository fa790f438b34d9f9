package org.obol.anonymize.entity;

import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** Home directories, which name their user. */
public final class HomePaths {
  private HomePaths() {}

  /** Looks around the slash or backslash at {@code at}. */
  public static void at(Text text, int at, Spans spans) {}
}
