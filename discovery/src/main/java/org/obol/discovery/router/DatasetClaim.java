package org.obol.discovery.router;

import java.math.BigInteger;
import java.util.Optional;
import org.obol.crypto.Address;
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
    Optional<DatasetSite> site,
    DatasetFacts facts,
    Optional<Address> payTo,
    Optional<String> chain,
    Optional<Address> token,
    Optional<BigInteger> amount,
    Optional<Address> owner) {

  /** The claim of a dataset's row, whose endpoint is absolute; empty for other types. */
  static Optional<DatasetClaim> of(CatalogEntry entry) {
    if (!entry.isDataset()) {
      return Optional.empty();
    }
    Cost cost = Cost.of(entry);
    return Optional.of(
        new DatasetClaim(
            DatasetSite.of(entry),
            entry.dataset(),
            entry.payTo(),
            cost.chain(),
            cost.token(),
            entry.priceAtomicUnits(),
            entry.text("owner").flatMap(DatasetClaim::address)));
  }

  private static Optional<Address> address(String text) {
    try {
      return Optional.of(Address.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
