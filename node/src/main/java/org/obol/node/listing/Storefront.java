package org.obol.node.listing;

import java.util.List;
import org.obol.discovery.catalog.Catalog;

/** Everything that a node offers at a moment. */
public record Storefront(Site site, List<Listed> datasets) {

  /** Copies the list. */
  public Storefront {
    datasets = List.copyOf(datasets);
  }

  /** The catalog, datasets by name. */
  public Catalog catalog() {
    return Catalog.of(datasets.stream().map(dataset -> dataset.offer(site).toEntry()).toList());
  }
}
