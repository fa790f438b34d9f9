package org.obol.cli.sale;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.obol.cli.Session;
import org.obol.crypto.ObolException;
import org.obol.dataset.DatasetId;
import org.obol.ledger.Dataset;
import org.obol.ledger.Dataset.Membership;
import org.obol.ledger.Datasets;
import org.obol.ledger.Ledger;
import org.obol.ledger.SaleTerms;
import org.obol.ledger.Sales;
import org.obol.ledger.Tx;
import org.obol.x402.token.Token;
import picocli.CommandLine.Mixin;

/** Selling what is published: prices, and what payments are taken with. */
public final class SaleOptions {

  @Mixin private final PriceOptions price = new PriceOptions();
  @Mixin private final TillOptions till = new TillOptions();

  /**
   * Opens the till for those of {@code ids} that have a price, by these options or from before. New
   * terms are kept only when it opens.
   *
   * @param membership what the node will set, when it sets one
   * @throws ObolException when something speaks against selling; then nothing has changed
   */
  public Selling open(
      Session session, Ledger ledger, List<DatasetId> ids, Optional<Membership> membership) {
    List<PriceTag> tags = ledger.db().read(tx -> tags(session, tx, ids, membership));
    if (tags.isEmpty()) {
      if (till.given()) {
        throw usage("nothing that is published has a price: give --price or --price-per-mb");
      }
      return Selling.nothing();
    }
    List<Token> tokens =
        tags.stream().map(tag -> PayableTokens.of(tag.terms())).distinct().toList();
    requireOneChain(tags);
    var selling =
        new Selling(tags, Optional.of(till.open(tokens, tags.getFirst().dataset().id(), session)));
    if (price.given()) {
      ledger
          .db()
          .write(
              tx -> {
                tags.forEach(tag -> new Sales(tx).put(tag.terms(), session.clock().instant()));
                return tags.size();
              });
    }
    return selling;
  }

  private List<PriceTag> tags(
      Session session, Tx tx, List<DatasetId> ids, Optional<Membership> membership) {
    var datasets = new Datasets(tx);
    List<PriceTag> tags = new ArrayList<>();
    for (DatasetId id : ids) {
      Dataset dataset = datasets.require(id);
      Optional<SaleTerms> before = new Sales(tx).terms(id);
      Optional<SaleTerms> terms =
          price.given()
              ? Optional.of(
                  price.terms(
                      dataset,
                      membership.orElse(dataset.membership()),
                      before,
                      new PayableTokens(session.home())))
              : before;
      terms.ifPresent(
          t -> tags.add(new PriceTag(dataset, t, datasets.version(id, datasets.head(id)))));
    }
    return tags;
  }

  private static void requireOneChain(List<PriceTag> tags) {
    boolean one = tags.stream().map(tag -> tag.terms().payee().network()).distinct().count() == 1;
    if (!one) {
      throw usage(
          "a node takes payments on one chain, but "
              + tags.stream()
                  .map(
                      tag ->
                          tag.dataset().id()
                              + " is sold on "
                              + PayableTokens.chainName(PayableTokens.of(tag.terms())))
                  .collect(Collectors.joining(" and "))
              + ". Publish them by one node each, or change a price's --chain");
    }
  }

  private static ObolException usage(String message) {
    return new ObolException(ObolException.Exit.USAGE, message);
  }
}
