package org.obol.node;

import java.util.Optional;
import org.obol.dataset.DatasetId;
import org.obol.http.HttpRequest;
import org.obol.ledger.Dataset;
import org.obol.ledger.SaleTerms;
import org.obol.ledger.StoredOffer;
import org.obol.ledger.StoredVersion;
import org.obol.x402.wire.PaymentRequirements;

/**
 * One visit at the counter.
 *
 * @param resource URL of what is asked for
 * @param shown nothing when the sale has ended: whoever has paid is served all the same
 */
record JoinVisit(
    HttpRequest request,
    Dataset dataset,
    StoredVersion version,
    String resource,
    Optional<Shown> shown) {

  static final String NOT_SOLD = "paid_join_disabled";
  static final String NOT_SOLD_HERE = "this dataset is not sold here; ask the owner for access";

  /** What a version is offered for now. */
  record Shown(SaleTerms terms, StoredOffer offer) {

    PaymentRequirements requirements() {
      return new PaymentRequirements(offer.requirements());
    }
  }

  DatasetId id() {
    return dataset.id();
  }

  long seq() {
    return version.entry().seq();
  }

  /**
   * What is shown.
   *
   * @throws Refusal when it is not sold any more
   */
  Shown offered() {
    return shown.orElseThrow(JoinVisit::notSold);
  }

  static Refusal notSold() {
    return new Refusal(503, NOT_SOLD, NOT_SOLD_HERE);
  }
}
