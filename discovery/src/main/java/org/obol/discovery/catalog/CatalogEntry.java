package org.obol.discovery.catalog;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;

/**
 * One offer of a catalog (reference section 1.4). It is a view on the object as it came, so that
 * members this program does not know stay where they were; a member of the wrong type or form reads
 * as absent, and {@link #faults()} names it. Nothing in it is proven.
 */
public record CatalogEntry(Json.Obj members) {

  /** The type of a dataset. */
  public static final String DATASET = "dataset";

  /** The type of a model that answers. */
  public static final String INFERENCE = "inference";

  /** The type that an offer without one has. */
  public static final String HTTP = "http";

  /**
   * Checks what no offer can do without: a name, and where it is.
   *
   * @throws JsonException when one of them is missing or empty
   */
  public CatalogEntry {
    requireSomething(members, "name");
    requireSomething(members, "endpoint");
  }

  /** Name of the offer, not empty; of a dataset its id. */
  public String name() {
    return text("name").orElseThrow();
  }

  /** What names are unique in; may be empty. */
  public String namespace() {
    return text("namespace").orElse("");
  }

  /** Which kind of offer, one of any. */
  public String type() {
    return text("type").filter(type -> !type.isEmpty()).orElse(HTTP);
  }

  /** Id of the model. */
  public Optional<String> model() {
    return text("model");
  }

  /** Where it is: a URL, or a reference relative to the catalog's origin. */
  public String endpoint() {
    return text("endpoint").orElseThrow();
  }

  /** The price for people. */
  public String price() {
    return text("price").orElse("—");
  }

  /** The rate, a plain decimal number of whole tokens. */
  public Optional<String> priceRaw() {
    return text("priceRaw").filter(EntryRules::isDecimal);
  }

  /** What the rate is for. */
  public Optional<PriceUnit> priceUnit() {
    return text("priceUnit").flatMap(PriceUnit::of);
  }

  /** What is charged, in atomic units of the token; for perMB the total, but see section 1.6. */
  public Optional<BigInteger> priceAtomicUnits() {
    return text("priceAtomicUnits").filter(EntryRules::isAtomic).map(BigInteger::new);
  }

  /** Who is paid. */
  public Optional<Address> payTo() {
    return text("payTo").flatMap(Fields::address);
  }

  /** The chain as its operator named it; may be empty. */
  public String network() {
    return text("network").orElse("");
  }

  /** The chain as CAIP-2 writes it, {@code eip155:} and a number. */
  public Optional<String> caip2Network() {
    return text("caip2Network").filter(EntryRules::isCaip2);
  }

  /** The number of the chain, at least 1. */
  public Optional<Long> chainId() {
    return Fields.integer(members, "chainId").filter(id -> id >= 1);
  }

  /** The token. */
  public Optional<Asset> asset() {
    return Fields.object(members, "asset").flatMap(Asset::read);
  }

  /** A sentence about it; may be empty. */
  public String description() {
    return text("description").orElse("");
  }

  /** Skills of the OASF taxonomy. */
  public List<String> skills() {
    return Fields.texts(members, "skills").orElse(List.of());
  }

  /** Whether it is only for show. */
  public boolean isDemo() {
    return Fields.bool(members, "isDemo").orElse(false);
  }

  /** Whether its registration on chain is still awaited. */
  public boolean registrationPending() {
    return Fields.bool(members, "registrationPending").orElse(false);
  }

  /** When it will vanish; then it is draining. */
  public Optional<Instant> drainEndsAt() {
    return text("drainEndsAt").flatMap(Fields::time);
  }

  /** What it says about a dataset. */
  public DatasetFacts dataset() {
    return new DatasetFacts(
        Fields.hash(members, "datasetManifestHash"),
        Fields.hash(members, "datasetFileHash"),
        text("datasetVersion"),
        Fields.integer(members, "datasetSizeBytes").filter(size -> size >= 0));
  }

  /** Whether it offers a dataset. */
  public boolean isDataset() {
    return type().equals(DATASET);
  }

  /** The text member of that name, for members that section 1.4 does not know. */
  public Optional<String> text(String key) {
    return Fields.text(members, key);
  }

  /** The members that section 1.4 does not know, in their order. */
  public Map<String, Json> unknown() {
    Map<String, Json> rest = new LinkedHashMap<>(members.members());
    rest.keySet().removeAll(EntryRules.KEYS);
    return Collections.unmodifiableMap(rest);
  }

  /** What breaks the rules of section 1.4, one sentence each; empty when nothing does. */
  public List<String> faults() {
    return EntryRules.faults(members);
  }

  /** The same with that member, in its old place or at the end. */
  public CatalogEntry with(String key, Json value) {
    Map<String, Json> changed = new LinkedHashMap<>(members.members());
    changed.put(key, value);
    return new CatalogEntry(new Json.Obj(changed));
  }

  /** The same without the members of those names. */
  public CatalogEntry without(List<String> keys) {
    if (keys.stream().noneMatch(members.members()::containsKey)) {
      return this;
    }
    Map<String, Json> rest = new LinkedHashMap<>(members.members());
    rest.keySet().removeAll(keys);
    return new CatalogEntry(new Json.Obj(rest));
  }

  private static void requireSomething(Json.Obj members, String key) {
    if (Fields.text(members, key).filter(text -> !text.isBlank()).isEmpty()) {
      throw new JsonException("field \"" + key + "\" is missing, empty, or no string");
    }
  }
}
