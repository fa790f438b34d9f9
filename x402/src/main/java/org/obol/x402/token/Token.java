package org.obol.x402.token;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.obol.crypto.Address;
import org.obol.crypto.Eip712Domain;
import org.obol.crypto.Json;
import org.obol.evm.ChainId;
import org.obol.x402.wire.AtomicAmount;

/**
 * A token with EIP-3009 authorizations.
 *
 * @param symbol for people, such as {@code USDC}
 * @param name of its EIP-712 domain, which is not always its symbol
 * @param version of its EIP-712 domain
 * @param decimals digits after the point of one whole token, 0..77
 */
public record Token(
    ChainId chain, Address address, String symbol, String name, String version, int decimals) {

  private static final int MOST_DECIMALS = 77;

  /**
   * Checks the members.
   *
   * @throws IllegalArgumentException when name or version is empty or the decimals are out of range
   */
  public Token {
    if (name.isEmpty() || version.isEmpty()) {
      throw new IllegalArgumentException("a token needs the name and version of its domain");
    }
    if (decimals < 0 || decimals > MOST_DECIMALS) {
      throw new IllegalArgumentException("a token has 0..77 decimals, not " + decimals);
    }
  }

  /** Where its authorizations are signed for. */
  public Eip712Domain domain() {
    return Eip712Domain.of(name, version, chain.value(), address);
  }

  /** What goes into {@code extra} of an offer, so that a buyer can sign. */
  public Json.Obj extra() {
    return Json.object().put("name", name).put("version", version).build();
  }

  /**
   * A price in whole tokens as an amount.
   *
   * @throws IllegalArgumentException when it is negative, too large, or finer than the token
   */
  public AtomicAmount amount(BigDecimal price) {
    try {
      BigDecimal atoms = price.movePointRight(decimals).setScale(0, RoundingMode.UNNECESSARY);
      return new AtomicAmount(atoms.toBigIntegerExact());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          symbol + " has " + decimals + " decimals: " + price + " cannot be paid exactly", e);
    }
  }

  /** An amount in whole tokens. */
  public BigDecimal price(AtomicAmount amount) {
    return new BigDecimal(amount.value(), decimals);
  }
}
