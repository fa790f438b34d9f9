package org.obol.client.pay;

import java.math.BigDecimal;
import java.util.Optional;
import org.obol.client.Trust;
import org.obol.client.source.Source;
import org.obol.crypto.Address;
import org.obol.dataset.DatasetId;
import org.obol.x402.token.KnownTokens;

/**
 * What to buy, and what the buyer insists on.
 *
 * @param source the seller, without a token
 * @param version the head when absent
 * @param payTo the only account that may be paid, when the buyer names one
 * @param payer the only wallet that may pay, when the buyer names one
 * @param maxPrice in whole tokens
 * @param tokens what may be paid with
 */
public record PayRequest(
    Source source,
    DatasetId dataset,
    Optional<Long> version,
    Trust trust,
    Optional<Address> payTo,
    Optional<Address> payer,
    Optional<BigDecimal> maxPrice,
    KnownTokens tokens) {

  /** Drops a token: nothing but the payment tells who pays. */
  public PayRequest {
    source = new Source(source.base(), Optional.empty());
    trust = trust.forMoney();
  }
}
