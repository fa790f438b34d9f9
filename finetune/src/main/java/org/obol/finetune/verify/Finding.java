package org.obol.finetune.verify;

/** What a check that comes from outside says. */
public sealed interface Finding {

  /** One sentence without its full stop. */
  String detail();

  /** What was computed is what the run says. */
  record Agrees(String detail) implements Finding {}

  /** It is something else. */
  record Differs(String detail) implements Finding {}

  /** It cannot be computed here; the detail says why. */
  record Impossible(String detail) implements Finding {}
}
