package org.obol.discovery.router;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.obol.crypto.Json;
import org.obol.crypto.Sha256;

/**
 * The same bytes at several endpoints. What is contradicted is in no group; what merely claims the
 * hash is, and its state says so.
 *
 * @param listings at least two
 */
public record Group(Sha256 fileHash, List<Listing> listings) {

  private static final int MAX_SHOWN = 20;

  /** Copies the rows. */
  public Group {
    listings = List.copyOf(listings);
  }

  /** The groups among these rows, in their order. */
  public static List<Group> of(List<Listing> listings) {
    Map<Sha256, List<Listing>> byHash = new LinkedHashMap<>();
    for (Listing listing : listings) {
      if (!listing.state().equals("contradicted")) {
        listing
            .entry()
            .dataset()
            .fileHash()
            .ifPresent(hash -> byHash.computeIfAbsent(hash, _ -> new ArrayList<>()).add(listing));
      }
    }
    return byHash.entrySet().stream()
        .filter(group -> endpoints(group.getValue()) > 1)
        .map(group -> new Group(group.getKey(), group.getValue()))
        .toList();
  }

  Json.Obj toJson() {
    return Json.object()
        .put("datasetFileHash", fileHash.hex())
        .put("sellers", endpoints(listings))
        .put(
            "endpoints",
            listings.stream()
                .limit(MAX_SHOWN)
                .map(
                    listing ->
                        Json.object()
                            .put("endpoint", listing.entry().endpoint())
                            .put("state", listing.state())
                            .build())
                .toList())
        .build();
  }

  private static long endpoints(List<Listing> listings) {
    return listings.stream().map(listing -> listing.entry().endpoint()).distinct().count();
  }
}
