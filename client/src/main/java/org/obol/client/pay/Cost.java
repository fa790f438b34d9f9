package org.obol.client.pay;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.obol.dataset.sale.Payee;
import org.obol.evm.ChainId;
import org.obol.x402.token.KnownTokens;

/**
 * What is paid, and to whom.
 *
 * @param amount in atomic units
 * @param symbol of the token, from our own table
 * @param decimals of the token, from our own table
 */
public record Cost(Payee payee, BigInteger amount, String symbol, int decimals) {

  /** The amount in whole tokens, without zeros at the end. */
  public BigDecimal price() {
    BigDecimal plain = new BigDecimal(amount, decimals).stripTrailingZeros();
    return plain.scale() < 0 ? plain.setScale(0) : plain;
  }

  /** The name of the chain for people. */
  public String chain() {
    return KnownTokens.friendlyName(ChainId.parse(payee.network()));
  }

  @Override
  public String toString() {
    return price().toPlainString() + " " + symbol;
  }
}
