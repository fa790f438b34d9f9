package org.obol.discovery.catalog;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.evm.ChainId;
import org.obol.x402.token.KnownTokens;
import org.obol.x402.token.Token;

/**
 * An offer of one's own, about to be put into a catalog.
 *
 * @param price empty when nothing is asked for
 * @param payTo the account that is paid, or the owner's where nothing is
 * @param drainEndsAt when it will vanish; empty while it stays
 */
public record ListedOffer(
    String name,
    String namespace,
    String type,
    Optional<String> model,
    URI endpoint,
    Optional<ListedPrice> price,
    Address payTo,
    String description,
    List<String> skills,
    Optional<DatasetFacts> dataset,
    boolean registrationPending,
    Optional<Instant> drainEndsAt) {

  private static final String NAMESPACE = "default";
  private static final String NO_PRICE = "—";

  /** Copies the skills. */
  public ListedOffer {
    skills = List.copyOf(skills);
  }

  /**
   * A version of a dataset.
   *
   * @param id of the dataset
   * @param endpoint URL of the dataset, {@code https://node.example/dataset/pi-sessions}
   */
  public static ListedOffer dataset(
      String id,
      URI endpoint,
      Optional<ListedPrice> price,
      Address payTo,
      String description,
      DatasetFacts facts) {
    return new ListedOffer(
        id,
        NAMESPACE,
        CatalogEntry.DATASET,
        Optional.empty(),
        endpoint,
        price,
        payTo,
        description,
        List.of(),
        Optional.of(facts),
        false,
        Optional.empty());
  }

  /** A model that answers for money. */
  public static ListedOffer inference(
      String name,
      String model,
      URI endpoint,
      ListedPrice price,
      Address payTo,
      String description) {
    return new ListedOffer(
        name,
        NAMESPACE,
        CatalogEntry.INFERENCE,
        Optional.of(model),
        endpoint,
        Optional.of(price),
        payTo,
        description,
        List.of(),
        Optional.empty(),
        false,
        Optional.empty());
  }

  /** The row, members in the order of the reference, {@code isDemo} always among them. */
  public CatalogEntry toEntry() {
    JsonObject row =
        Json.object()
            .put("name", name)
            .put("namespace", namespace)
            .put("type", type)
            .putIfPresent("model", model.map(Json.Str::new))
            .put("endpoint", endpoint.toString())
            .put("price", price.map(ListedPrice::text).orElse(NO_PRICE));
    price.ifPresent(
        p ->
            row.put("priceRaw", p.raw())
                .put("priceUnit", p.unit().key())
                .put("priceAtomicUnits", p.atomic(sizeBytes()).toString()));
    row.put("payTo", payTo.checksummed());
    putNetwork(row);
    row.put("description", described());
    if (!skills.isEmpty()) {
      row.put("skills", skills.stream().map(Json::of).toList());
    }
    row.put("isDemo", false);
    if (registrationPending) {
      row.put("registrationPending", true);
    }
    drainEndsAt.ifPresent(end -> row.put("drainEndsAt", end.toString()));
    dataset.ifPresent(facts -> putFacts(row, facts));
    return new CatalogEntry(row.build());
  }

  private long sizeBytes() {
    return dataset.flatMap(DatasetFacts::sizeBytes).orElse(0L);
  }

  private String described() {
    return description.isBlank() ? "x402 payment-gated " + type + " service" : description;
  }

  private void putNetwork(JsonObject row) {
    Optional<Token> token = price.map(ListedPrice::token);
    Optional<ChainId> chain = token.map(Token::chain);
    row.put("network", chain.map(KnownTokens::friendlyName).orElse(""));
    chain.ifPresent(id -> row.put("caip2Network", id.toString()).put("chainId", id.value()));
    token.ifPresent(t -> row.put("asset", Asset.toJson(t)));
  }

  private static void putFacts(JsonObject row, DatasetFacts facts) {
    row.putIfPresent("datasetManifestHash", facts.manifestHash().map(h -> Json.of(h.hex())))
        .putIfPresent("datasetFileHash", facts.fileHash().map(h -> Json.of(h.hex())))
        .putIfPresent("datasetVersion", facts.version().map(Json::of))
        .putIfPresent("datasetSizeBytes", facts.sizeBytes().map(Json::of));
  }
}
