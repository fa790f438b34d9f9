package org.obol.anonymize.scan;

import org.obol.anonymize.Label;

/** What will stand in the place of values, as far as it is known before they have numbers. */
@FunctionalInterface
public interface StandIns {
  /**
   * A stand-in for the value {@code bytes[start, end)}, which is not to be changed; placeholders
   * may have any number.
   */
  byte[] of(Label label, byte[] bytes, int start, int end);
}
