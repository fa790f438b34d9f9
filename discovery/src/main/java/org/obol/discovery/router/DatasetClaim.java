package org.obol.discovery.router;

import java.math.BigInteger;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.obol.crypto.Address;
import org.obol.dataset.DatasetId;
import org.obol.discovery.catalog.CatalogEntry;
import org.obol.discovery.catalog.Cost;
import org.obol.discovery.catalog.DatasetFacts;

/**
 * What a row says that a seller's signed documents can bear out. Equal claims have one verdict.
 *
 * @param site where the documents are; empty when the row does not tell
 * @param chain CAIP-2 name
 * @param amount in atomic units
 */
record DatasetClaim(
    Optional<Site> site,
    DatasetFacts facts,
    Optional<Address> payTo,
    Optional<String> chain,
    Optional<Address> token,
    Optional<BigInteger> amount,
    Optional<Address> owner) {

  /** {@code /dataset/<id>} and whatever stands in front of it. */
  private static final Pattern DATASET_PATH = Pattern.compile("(.*)/dataset/([^/]+)/?");

  /**
   * One dataset at one server.
   *
   * @param base URL in front of {@code /dataset/…}, without a trailing slash
   */
  record Site(URI base, DatasetId dataset) {

    URI resolve(String path) {
      return URI.create(base + path);
    }

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

    URI join(long seq) {
      return resolve("/dataset/" + dataset + "/join/paid?version=" + seq);
    }
  }

  /** The claim of a dataset's row, whose endpoint is absolute; empty for other types. */
  static Optional<DatasetClaim> of(CatalogEntry entry) {
    if (!entry.isDataset()) {
      return Optional.empty();
    }
    Cost cost = Cost.of(entry);
    return Optional.of(
        new DatasetClaim(
            site(entry),
            entry.dataset(),
            entry.payTo(),
            cost.chain(),
            cost.token(),
            entry.priceAtomicUnits(),
            entry.text("owner").flatMap(DatasetClaim::address)));
  }

  /** Where an entry's dataset is (section 1.5): below /dataset/, else at the origin by its name. */
  static Optional<Site> site(CatalogEntry entry) {
    URI endpoint = URI.create(entry.endpoint());
    String origin = endpoint.getScheme() + "://" + endpoint.getRawAuthority();
    Matcher path = DATASET_PATH.matcher(String.valueOf(endpoint.getRawPath()));
    boolean named = path.matches();
    String id = named ? path.group(2) : entry.name();
    return DatasetId.isValid(id)
        ? Optional.of(
            new Site(URI.create(origin + (named ? path.group(1) : "")), new DatasetId(id)))
        : Optional.empty();
  }

  private static Optional<Address> address(String text) {
    try {
      return Optional.of(Address.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
