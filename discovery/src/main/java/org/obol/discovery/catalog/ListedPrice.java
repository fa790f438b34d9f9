package org.obol.discovery.catalog;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.obol.crypto.ObolException;
import org.obol.dataset.sale.Price;
import org.obol.x402.token.Token;

/**
 * A price as a catalog shows it.
 *
 * @param rate whole tokens for one {@code unit}, positive
 */
public record ListedPrice(PriceUnit unit, BigDecimal rate, Token token) {

  /**
   * Drops zeros at the end of the rate.
   *
   * @throws ObolException (usage) unless the rate is positive, below 10^30 and has at most 30
   *     decimals
   */
  public ListedPrice {
    rate = new Price.Flat(rate).amount();
  }

  /** The price of a dataset; a flat one is for one request, that to join. */
  public static ListedPrice of(Price price, Token token) {
    return switch (price) {
      case Price.Flat flat -> new ListedPrice(PriceUnit.REQUEST, flat.amount(), token);
      case Price.PerMb perMb -> new ListedPrice(PriceUnit.MB, perMb.rate(), token);
    };
  }

  /** For people: {@code 0.5 USDC/MB}. */
  public String text() {
    return raw() + " " + token.symbol() + "/" + unit.shown();
  }

  /** The rate as {@code priceRaw} has it: digits, and a point if there has to be one. */
  public String raw() {
    return rate.toPlainString();
  }

  /**
   * What is charged, in atomic units of the token and never zero: per MB the total of {@code
   * sizeBytes}, else the rate.
   *
   * @throws ObolException (usage) when the rate is finer than the token, or the total too large
   */
  public BigInteger atomic(long sizeBytes) {
    Price price = unit == PriceUnit.MB ? new Price.PerMb(rate) : new Price.Flat(rate);
    return price.total(sizeBytes, token.decimals());
  }
}
