package org.obol.discovery.router;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.obol.dataset.DatasetId;
import org.obol.discovery.catalog.CatalogEntry;

/**
 * One dataset at one server.
 *
 * @param base URL in front of {@code /dataset/…}, without a trailing slash
 */
public record DatasetSite(URI base, DatasetId dataset) {

  private static final Pattern DATASET_PATH = Pattern.compile("(.*)/dataset/([^/]+)/?");

  /**
   * Where an entry's dataset is (reference section 1.5): below {@code /dataset/}, else at the
   * origin by its name. Empty when it says neither, or is no dataset.
   */
  static Optional<DatasetSite> of(CatalogEntry entry) {
    URI endpoint = URI.create(entry.endpoint());
    String origin = endpoint.getScheme() + "://" + endpoint.getRawAuthority();
    Matcher path = DATASET_PATH.matcher(String.valueOf(endpoint.getRawPath()));
    boolean named = path.matches();
    String id = named ? path.group(2) : entry.name();
    return entry.isDataset() && DatasetId.isValid(id)
        ? Optional.of(
            new DatasetSite(URI.create(origin + (named ? path.group(1) : "")), new DatasetId(id)))
        : Optional.empty();
  }

  URI resolve(String path) {
    return URI.create(base + path);
  }

  /** Host and port. */
  String host() {
    return base.getRawAuthority();
  }

  URI versions() {
    return resolve("/dataset/" + dataset + "/versions");
  }

  URI manifest(long seq) {
    return resolve("/dataset/" + dataset + "/manifest?version=" + seq);
  }

  URI sellerRecord() {
    return resolve("/.well-known/obol-seller.json?dataset=" + dataset);
  }

  /** Where money is taken for a version. */
  URI join(long seq) {
    return resolve(joinPath() + "?version=" + seq);
  }

  /** Where money is taken for any version. */
  URI join() {
    return resolve(joinPath());
  }

  private String joinPath() {
    return "/dataset/" + dataset + "/join/paid";
  }
}
