package org.obol.discovery.router;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.dataset.manifest.Card;
import org.obol.discovery.catalog.CatalogEntry;
import org.obol.discovery.catalog.Cost;

/**
 * A row of a merged catalog.
 *
 * @param entry as the member gave it, except that a relative endpoint was resolved
 * @param origin empty when it was read from a seller's own catalog
 * @param verdict empty for what is no dataset
 */
public record Listing(CatalogEntry entry, Optional<Origin> origin, Optional<Verdict> verdict) {

  /** Members that only a router may write. */
  static final List<String> OWN_KEYS = List.of(Origin.MEMBER, Origin.FETCHED_AT, Verdict.KEY);

  /** Reads a row of a catalog, with what a router may have added to it. */
  static Listing read(CatalogEntry row) {
    return new Listing(
        row.without(OWN_KEYS),
        Origin.read(row.members()),
        row.members().get(Verdict.KEY).flatMap(Verdict::read));
  }

  /** The row as it is served. */
  Json.Obj toJson() {
    Map<String, Json> row = new LinkedHashMap<>(entry.members().members());
    origin.ifPresent(
        from -> {
          row.put(Origin.MEMBER, from.toJson());
          row.put(Origin.FETCHED_AT, Json.of(from.fetchedAt().toString()));
        });
    verdict.ifPresent(found -> row.put(Verdict.KEY, found.toJson()));
    return new Json.Obj(row);
  }

  /** What is asked for it, in whole tokens. */
  public Optional<BigDecimal> amount() {
    return Cost.of(entry).amount();
  }

  /** Where its signed documents and files are; empty when it is no dataset or does not tell. */
  public Optional<DatasetSite> site() {
    return DatasetSite.of(entry);
  }

  /** Who signs the log; proven only when it is verified. */
  public Optional<Address> owner() {
    return verdict.flatMap(
        found ->
            switch (found) {
              case Verdict.Verified verified -> Optional.of(verified.owner());
              case Verdict.Uncheckable unseen -> unseen.owner();
              case Verdict.Contradicted ignored -> Optional.empty();
            });
  }

  /** The licence that the owner signed, or else the one that the row claims. */
  public Optional<String> license() {
    Optional<Card> card = card();
    return card.isPresent() ? card.get().license() : entry.text("license");
  }

  /** The keywords that the owner signed. */
  public List<String> keywords() {
    return card().map(Card::keywords).orElse(List.of());
  }

  /** The state of verification; {@code unsigned} for what is no dataset. */
  public String state() {
    return verdict.map(Verdict::state).orElse("unsigned");
  }

  /** Whether it is to be checked and nobody has yet. */
  public boolean isPending() {
    return verdict.filter(Verdict::isPending).isPresent();
  }

  private Optional<Card> card() {
    return verdict
        .filter(Verdict.Verified.class::isInstance)
        .map(found -> ((Verdict.Verified) found).card());
  }
}
