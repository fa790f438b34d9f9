package org.obol.finetune.verify;

/** What a step found. */
public sealed interface Outcome {

  /** One sentence without its full stop: what was found, or why nothing was. */
  String detail();

  /** It holds. */
  record Passed(String detail) implements Outcome {}

  /** It was not checked, or proves nothing as it is. */
  record Skipped(String detail) implements Outcome {}

  /** It does not hold. */
  record Failed(FailureClass failure, String detail) implements Outcome {}

  /** The word in the table. */
  default String word() {
    return switch (this) {
      case Passed passed -> "PASS";
      case Skipped skipped -> "SKIPPED";
      case Failed failed -> "FAIL";
    };
  }
}
