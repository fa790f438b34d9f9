package org.obol.finetune.backend;

/**
 * The held-out loss as the tool reported it. Tools differ in what they count, so that it is for
 * comparison; the loss of record is measured by one evaluator for all.
 *
 * @param value finite
 * @param name the tool's name for it
 * @param source path below the folder of the run, or {@code stdout}
 * @param raw the text it was read from
 */
public record ReportedLoss(double value, String name, String source, String raw) {

  /**
   * Checks the value.
   *
   * @throws IllegalArgumentException when it is not finite
   */
  public ReportedLoss {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("loss " + value + " is not a number");
    }
  }
}
