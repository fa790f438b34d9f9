package org.obol.cli.dataset;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.obol.crypto.ObolException;
import org.obol.dataset.DatasetId;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.ledger.Datasets;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which versions a member gets: up to the newest one, unless something else is said. */
final class RangeOptions {

  @ArgGroup private @Nullable UpperEnd upperEnd;

  /** One of the two. */
  private static final class UpperEnd {
    @Option(
        names = "--max-version",
        paramLabel = "N",
        description = "Up to version N (default: the newest one there is).")
    private @Nullable Long maxVersion;

    @Option(names = "--follow", description = "Every version there is and will be.")
    private boolean follow;
  }

  /** The range for a member of {@code id}. */
  VersionRange range(Datasets datasets, DatasetId id) {
    Optional<UpperEnd> chosen = Optional.ofNullable(upperEnd);
    if (chosen.map(end -> end.follow).orElse(false)) {
      return VersionRange.following();
    }
    long to = chosen.map(end -> end.maxVersion).orElseGet(() -> datasets.head(id));
    if (to < 1) {
      throw new ObolException(
          ObolException.Exit.USAGE, "--max-version is " + to + "; versions start at 1");
    }
    return VersionRange.upTo(to);
  }
}
