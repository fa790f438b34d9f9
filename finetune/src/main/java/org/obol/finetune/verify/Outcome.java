package org.obol.finetune.verify;

import java.util.List;
import java.util.stream.Collectors;

/** What a step found. */
public sealed interface Outcome {

  /** One sentence without its full stop: what was found, or why nothing was. */
  String detail();

  /** It holds. */
  record Passed(String detail) implements Outcome {}

  /** It was not checked, or proves nothing as it is. */
  record Skipped(String detail) implements Outcome {}

  /** It does not hold. */
  record Failed(FailureClass failure, String detail) implements Outcome {

    private static final int NAMED = 5;

    /**
     * Several failures of one step as one, with the class of the first; the first ones are named.
     */
    static Failed of(List<Failed> faults) {
      String details =
          faults.stream().limit(NAMED).map(Failed::detail).collect(Collectors.joining("; "));
      int more = faults.size() - NAMED;
      return new Failed(
          faults.getFirst().failure(), more > 0 ? details + " and " + more + " more" : details);
    }
  }

  /** The word in the table. */
  default String word() {
    return switch (this) {
      case Passed passed -> "PASS";
      case Skipped skipped -> "SKIPPED";
      case Failed failed -> "FAIL";
    };
  }
}
