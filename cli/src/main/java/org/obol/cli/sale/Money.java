package org.obol.cli.sale;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.obol.x402.token.Token;

/** Amounts of a token as people read them. */
public final class Money {

  private static final int USUAL_DECIMALS = 2;

  private Money() {}

  /** An amount in atomic units with the token's symbol: {@code 5.00 USDC}. */
  public static String text(BigInteger atomic, Token token) {
    return plain(new BigDecimal(atomic, token.decimals())) + " " + token.symbol();
  }

  /** Without zeros at the end, but with two decimals where money has them. */
  public static String plain(BigDecimal amount) {
    BigDecimal shortest = amount.stripTrailingZeros();
    return (shortest.scale() < USUAL_DECIMALS ? shortest.setScale(USUAL_DECIMALS) : shortest)
        .toPlainString();
  }
}
