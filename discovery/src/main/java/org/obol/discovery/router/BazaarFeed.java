package org.obol.discovery.router;

import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.discovery.catalog.CatalogEntry;
import org.obol.discovery.catalog.Cost;
import org.obol.discovery.catalog.DatasetFacts;
import org.obol.evm.ChainId;
import org.obol.x402.token.KnownTokens;
import org.obol.x402.token.Token;

/**
 * The offers as clients of the x402 bazaar read them (reference section 5.1): those that say in a
 * known token what is to be paid to whom, and that nothing contradicts.
 */
public final class BazaarFeed {

  /** What the reference gives a payment, in seconds; the live challenge decides. */
  private static final int TIMEOUT_SECONDS = 300;

  private final List<Listing> payable;

  /** The feed of those of {@code listings} that can be paid. */
  public BazaarFeed(List<Listing> listings) {
    this.payable =
        listings.stream()
            .filter(listing -> !listing.state().equals("contradicted"))
            .filter(listing -> accepts(listing.entry()).isPresent())
            .toList();
  }

  /**
   * One page.
   *
   * @param type the kind of transport; every offer is of HTTP, so that there is none of another
   * @param limit the most offers on it
   * @param offset how many come before it
   */
  public Json.Obj page(Optional<String> type, int limit, int offset) {
    List<Listing> all = type.filter(t -> !t.equals("http")).isPresent() ? List.of() : payable;
    List<Json.Obj> items = all.stream().skip(offset).limit(limit).map(BazaarFeed::item).toList();
    return Json.object()
        .put("x402Version", 2)
        .put("items", items)
        .put(
            "pagination",
            Json.object()
                .put("limit", limit)
                .put("offset", offset)
                .put("total", all.size())
                .build())
        .build();
  }

  private static Json.Obj item(Listing listing) {
    CatalogEntry entry = listing.entry();
    JsonObject out =
        Json.object()
            .put("resource", resource(entry))
            .put("type", "http")
            .put("x402Version", 2)
            .put("accepts", accepts(entry).stream().toList());
    listing.origin().ifPresent(from -> out.put("lastUpdated", from.fetchedAt().toString()));
    return out.put("metadata", metadata(listing)).build();
  }

  /** Where money is taken: for a dataset its join route. */
  private static String resource(CatalogEntry entry) {
    return DatasetSite.of(entry).map(site -> site.join().toString()).orElse(entry.endpoint());
  }

  private static Json.Obj metadata(Listing listing) {
    CatalogEntry entry = listing.entry();
    JsonObject out =
        Json.object()
            .put("name", entry.name())
            .put("category", entry.type())
            .put("description", entry.description())
            .put("state", listing.state());
    entry.dataset().fileHash().ifPresent(hash -> out.put("datasetFileHash", hash.hex()));
    return out.build();
  }

  private static Optional<Json.Obj> accepts(CatalogEntry entry) {
    Cost cost = Cost.of(entry);
    Optional<Token> token =
        cost.chain().map(ChainId::parse).flatMap(KnownTokens.USDC::on).filter(t -> isOf(cost, t));
    Optional<Address> payTo = entry.payTo();
    if (token.isEmpty() || payTo.isEmpty() || cost.atomic().isEmpty()) {
      return Optional.empty();
    }
    JsonObject extra =
        Json.object().put("name", token.get().name()).put("version", token.get().version());
    if (entry.isDataset()) {
      extra.put("dataset", facts(entry.dataset()));
    }
    return Optional.of(
        Json.object()
            .put("scheme", "exact")
            .put("network", token.get().chain().toString())
            .put("amount", cost.atomic().get().toString())
            .put("asset", token.get().address().checksummed())
            .put("payTo", payTo.get().checksummed())
            .put("maxTimeoutSeconds", TIMEOUT_SECONDS)
            .put("extra", extra.build())
            .build());
  }

  private static boolean isOf(Cost cost, Token token) {
    return cost.token().equals(Optional.of(token.address()));
  }

  /** The member {@code extra.dataset} of a challenge (reference section 1.8). */
  private static Json.Obj facts(DatasetFacts facts) {
    return Json.object()
        .putIfPresent("manifestHash", facts.manifestHash().map(hash -> Json.of(hash.hex())))
        .putIfPresent("version", facts.version().map(Json::of))
        .putIfPresent("fileHash", facts.fileHash().map(hash -> Json.of(hash.hex())))
        .putIfPresent("sizeBytes", facts.sizeBytes().map(Json::of))
        .build();
  }
}
