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

  @Option(
      names = "--raw",
      description = "Sign the files as they are, although the version before was anonymized.")
  private boolean raw;

  @Mixin private final AnonymizeOptions options = new AnonymizeOptions();

  /**
   * Whether they are.
   *
   * @throws ObolException (usage) when only the how is given, or {@code --raw} too
   */
  public boolean wanted() {
    if (anonymize && raw) {
      throw new ObolException(ObolException.Exit.USAGE, "--anonymize and --raw exclude each other");
    }
    if (!anonymize && options.given()) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          "an option for anonymizing without --anonymize; add it, or the files are signed as they"
              + " are");
    }
    return anonymize;
  }

  /** Whether they are signed as they are after a version that was anonymized. */
  public boolean raw() {
    return raw;
  }

  /** What is looked for. */
  public AnonymizeOptions options() {
    return options;
  }
}
