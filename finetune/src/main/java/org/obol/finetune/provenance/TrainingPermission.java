package org.obol.finetune.provenance;

/** Whether the owner lets a version be trained on, and the sentence that says why. */
public sealed interface TrainingPermission {

  /** One sentence for people. */
  String reason();

  /** The word in a run manifest. */
  default String word() {
    return switch (this) {
      case Allowed allowed -> "allowed";
      case Unclear unclear -> "unclear";
      case Forbidden forbidden -> "forbidden";
    };
  }

  /** The card allows it. */
  record Allowed(String reason) implements TrainingPermission {}

  /** The card does not settle it: the run goes on with a warning. */
  record Unclear(String reason) implements TrainingPermission {}

  /** The card forbids it: the run stops. */
  record Forbidden(String reason) implements TrainingPermission {}
}
