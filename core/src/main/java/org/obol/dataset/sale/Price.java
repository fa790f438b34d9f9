package org.obol.dataset.sale;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.obol.crypto.ObolException;

/**
 * What an owner asks for a version, in whole units of a token ("5.00" is five USDC). A positive
 * price never becomes nothing by rounding: a total is at least one atomic unit (invariant 10).
 */
public sealed interface Price {

  /** Bytes of one MB, as the reference counts them. */
  long MB = 1 << 20;

  /** One price whatever the size. */
  record Flat(BigDecimal amount) implements Price {

    /**
     * Drops zeros at the end.
     *
     * @throws ObolException (usage) unless the amount is positive, below 10^30 and has at most 30
     *     decimals
     */
    public Flat {
      amount = PriceText.checked(amount);
    }
  }

  /** A price for each MB of the primary artifact; a part of one counts in proportion. */
  record PerMb(BigDecimal rate) implements Price {

    /**
     * Drops zeros at the end.
     *
     * @throws ObolException (usage) unless the rate is positive, below 10^30 and has at most 30
     *     decimals
     */
    public PerMb {
      rate = PriceText.checked(rate);
    }
  }

  /**
   * The flat price that a person wrote, for example {@code 5.00}.
   *
   * @throws ObolException (usage) unless it is a positive plain decimal number
   */
  static Price flat(String amount) {
    return new Flat(PriceText.decimal(amount));
  }

  /**
   * The price per MB that a person wrote, for example {@code 0.01}.
   *
   * @throws ObolException (usage) unless it is a positive plain decimal number
   */
  static Price perMb(String rate) {
    return new PerMb(PriceText.decimal(rate));
  }

  /**
   * Reads what {@link #text()} wrote.
   *
   * @throws ObolException (usage) when it is something else
   */
  static Price parse(String text) {
    return PriceText.parse(text);
  }

  /** The one text form, for storage: {@code flat:5} or {@code perMB:0.01}. */
  default String text() {
    return switch (this) {
      case Flat flat -> PriceText.FLAT + flat.amount().toPlainString();
      case PerMb perMb -> PriceText.PER_MB + perMb.rate().toPlainString();
    };
  }

  /** The number in it, whole units of the token, without zeros at the end. */
  default BigDecimal units() {
    return switch (this) {
      case Flat flat -> flat.amount();
      case PerMb perMb -> perMb.rate();
    };
  }

  /**
   * What a version costs, in atomic units of a token with that many {@code decimals}: half an
   * atomic unit is rounded up, and the result is 1..2^256-1 (the reference's formula, but for the
   * floor of 1).
   *
   * @param sizeBytes bytes of the primary artifact, 0 or more
   * @throws ObolException (usage) when the price is finer than the token, or the total too large
   */
  default BigInteger total(long sizeBytes, int decimals) {
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("size " + sizeBytes + " is negative");
    }
    requirePayableIn(decimals);
    BigDecimal exact =
        switch (this) {
          case Flat flat -> flat.amount();
          // The reference rounds the number of MB to 16 decimals, half away from zero.
          case PerMb perMb ->
              BigDecimal.valueOf(sizeBytes)
                  .divide(BigDecimal.valueOf(MB), 16, RoundingMode.HALF_UP)
                  .multiply(perMb.rate());
        };
    BigInteger atomic =
        exact.movePointRight(decimals).setScale(0, RoundingMode.HALF_UP).toBigInteger();
    if (atomic.bitLength() > SaleFields.AMOUNT_BITS) {
      throw PriceText.refused("price " + text() + " comes to more than any token can carry");
    }
    return atomic.max(BigInteger.ONE);
  }

  /**
   * Demands that a token with that many {@code decimals} can express this price.
   *
   * @throws ObolException (usage) when it has more decimals than the token
   */
  default void requirePayableIn(int decimals) {
    if (decimals < 0 || decimals > 255) {
      throw new IllegalArgumentException("a token has 0..255 decimals, not " + decimals);
    }
    if (units().scale() > decimals) {
      throw PriceText.refused(
          "price %s has %d decimals, but the token only %d: use a rounder price"
              .formatted(units().toPlainString(), units().scale(), decimals));
    }
  }
}
