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

  /** The second look found something: everything has to be rendered by closed workers. */
  record LeftOver(long spans) implements PartResult {
    /** What ends the run when the worker was closed. */
    public AnonymizeException in(String name) {
      return new AnonymizeException(message(name, spans) + "; please report this as a bug");
    }

    static String message(String name, long spans) {
      return name + ": the second look found " + spans + " more span(s) in the result";
    }
  }

  /** The part cannot be worked on. */
  record Failed(String message) implements PartResult {}
}
