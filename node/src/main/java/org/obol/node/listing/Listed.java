package org.obol.node.listing;

import java.math.BigDecimal;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.dataset.DatasetId;
import org.obol.dataset.manifest.Card;
import org.obol.dataset.manifest.Manifest;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.discovery.catalog.DatasetFacts;
import org.obol.discovery.catalog.ListedOffer;
import org.obol.discovery.catalog.ListedPrice;

/**
 * A dataset as a stranger may know it.
 *
 * @param open whether everybody who asks becomes a member
 * @param version the newest version that can be had; empty when its log is for members only
 * @param price empty when it is not sold
 */
public record Listed(
    DatasetId id, Address owner, boolean open, Optional<Version> version, Optional<Priced> price) {

  /**
   * A version that can be had.
   *
   * @param manifest empty when the manifest is for members only, or there is none
   */
  public record Version(VersionEntry entry, Optional<Manifest> manifest) {}

  /** What is asked, and who is paid. */
  public record Priced(ListedPrice price, Address payTo) {

    /** What is charged for a version of that size, in whole tokens. */
    public BigDecimal total(long sizeBytes) {
      return new BigDecimal(price.atomic(sizeBytes), price.token().decimals()).stripTrailingZeros();
    }
  }

  /** What the owner says about it; says nothing when the manifest is not to be seen. */
  public Card card() {
    return version.flatMap(Version::manifest).map(Manifest::card).orElse(Card.EMPTY);
  }

  /** A sentence about it, never empty. */
  public String description() {
    return card()
        .description()
        .or(() -> card().title())
        .filter(text -> !text.isBlank())
        .orElse("Dataset " + id + (open ? ", for everybody who joins" : ", for members"));
  }

  /** The row of the catalog of the node at {@code site}. */
  public ListedOffer offer(Site site) {
    return ListedOffer.dataset(
        id.text(),
        site.dataset(id),
        price.map(Priced::price),
        price.map(Priced::payTo).orElse(owner),
        description(),
        version.map(Version::entry).map(Listed::facts).orElseGet(Listed::noFacts));
  }

  private static DatasetFacts facts(VersionEntry entry) {
    return DatasetFacts.of(entry.seq(), entry.manifestHash(), entry.fileHash(), entry.size());
  }

  private static DatasetFacts noFacts() {
    return new DatasetFacts(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }
}
