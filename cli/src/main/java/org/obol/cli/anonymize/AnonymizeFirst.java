package org.obol.cli.anonymize;

import org.obol.crypto.ObolException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether and how files are anonymized before they are signed. */
public final class AnonymizeFirst {
  @Option(
      names = "--anonymize",
      description = "Take personal data and secrets out first; only the result is signed and kept.")
  private boolean anonymize;

  @Mixin private final AnonymizeOptions options = new AnonymizeOptions();

  /**
   * Whether they are.
   *
   * @throws ObolException (usage) when only the how is given
   */
  public boolean wanted() {
    if (!anonymize && options.given()) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          "an option for anonymizing without --anonymize; add it, or the files are signed as they"
              + " are");
    }
    return anonymize;
  }

  /** What is looked for. */
  public AnonymizeOptions options() {
    return options;
  }
}
