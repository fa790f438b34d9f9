package org.obol.node.listing;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.obol.crypto.Json;
import org.obol.discovery.catalog.Catalog;
import org.obol.discovery.catalog.CatalogEntry;
import org.obol.ledger.InferenceListing;

/** Everything that a node offers at a moment. */
public record Storefront(Site site, List<Listed> datasets, List<InferenceListing> inference) {

  /** Copies the lists. */
  public Storefront {
    datasets = List.copyOf(datasets);
    inference = List.copyOf(inference);
  }

  /** The catalog, by name. */
  public Catalog catalog() {
    return Catalog.of(entries());
  }

  /** The rows of the catalog, by name. */
  public List<CatalogEntry> entries() {
    return Stream.concat(
            datasets.stream().map(dataset -> dataset.offer(site).toEntry()),
            inference.stream().map(Storefront::row))
        .sorted(Comparator.comparing(CatalogEntry::name))
        .toList();
  }

  private static CatalogEntry row(InferenceListing listing) {
    var entry = new CatalogEntry(listing.entry());
    return listing
        .drainEnds()
        .map(end -> entry.with("drainEndsAt", Json.of(end.toString())))
        .orElse(entry);
  }
}
