package org.obol.anonymize;

import java.io.Serializable;
import java.util.Map;

/** What became of a part that {@link PartWorker#render} rendered. */
public sealed interface PartResult extends Serializable {
  /**
   * The part is written.
   *
   * @param bytes bytes written
   * @param places spans by place in the record, then by name of the label
   */
  record Rendered(long bytes, Map<String, Map<String, Long>> places) implements PartResult {}

  /** The part cannot be worked on. */
  record Failed(String message) implements PartResult {}
}
