package org.obol.client;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.obol.client.source.Source;
import org.obol.client.transfer.Settings;
import org.obol.crypto.ObolException;
import org.obol.dataset.DatasetId;

/**
 * What to fetch, from where, and where to.
 *
 * @param sources the first one is asked for log and manifest, all of them for bytes
 * @param version the head when absent
 * @param out the file, or the folder when the version has several files; absent: a name made of
 *     dataset and version, in the current folder
 * @param force replaces files that are in the way, once the new ones are verified
 */
public record BuyRequest(
    List<Source> sources,
    DatasetId dataset,
    Optional<Long> version,
    Optional<Path> out,
    Trust trust,
    Settings settings,
    boolean force) {

  /**
   * Checks that there is a source.
   *
   * @throws ObolException (usage) when there is none
   */
  public BuyRequest {
    sources = List.copyOf(sources);
    if (sources.isEmpty()) {
      throw new ObolException(ObolException.Exit.USAGE, "name at least one server to buy from");
    }
  }

  /** The head of {@code dataset} at {@code source}, with everything else as usual. */
  public static BuyRequest of(Source source, DatasetId dataset) {
    return new BuyRequest(
        List.of(source),
        dataset,
        Optional.empty(),
        Optional.empty(),
        Trust.DEFAULT,
        Settings.DEFAULT,
        false);
  }

  /** This request, written to {@code path}. */
  public BuyRequest to(Path path) {
    return new BuyRequest(sources, dataset, version, Optional.of(path), trust, settings, force);
  }

  /** This request, for that version and with that trust. */
  public BuyRequest of(Optional<Long> wanted, Trust given) {
    return new BuyRequest(sources, dataset, wanted, out, given, settings, force);
  }

  /** The source that speaks for the dataset. */
  public Source primary() {
    return sources.getFirst();
  }
}
