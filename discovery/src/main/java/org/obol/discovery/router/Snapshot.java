package org.obol.discovery.router;

import java.util.List;
import java.util.Map;

/**
 * What a router serves between two changes.
 *
 * @param listings what it was made of
 * @param overTotal rows of each member, by name, for which there was no place
 */
record Snapshot(
    List<Listing> listings,
    CatalogIndex index,
    List<Group> groups,
    BazaarFeed bazaar,
    Documents documents,
    Map<String, Long> overTotal) {

  Snapshot with(Map<String, Long> over) {
    return new Snapshot(listings, index, groups, bazaar, documents, over);
  }
}
