package org.obol.discovery.catalog;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.Function;
import org.obol.crypto.Address;
import org.obol.crypto.ObolException;
import org.obol.dataset.sale.Price;
import org.obol.evm.ChainId;
import org.obol.x402.token.KnownTokens;
import org.obol.x402.token.Token;

/**
 * What a row asks for, made comparable.
 *
 * @param chain CAIP-2 name, when the row names a chain that is known
 * @param token address of the token, when the row or the chain tells
 * @param atomic what is charged, in atomic units
 * @param amount the same in whole tokens, or the rate where that is what is charged
 */
public record Cost(
    Optional<String> chain,
    Optional<Address> token,
    Optional<BigInteger> atomic,
    Optional<BigDecimal> amount) {

  /** USDC on every chain of {@link KnownTokens}. */
  private static final int USUAL_DECIMALS = 6;

  /**
   * What {@code entry} says. The decimals of a token that is known are not the row's to say, so
   * that nobody looks cheap by adding some.
   */
  public static Cost of(CatalogEntry entry) {
    Optional<ChainId> chain =
        entry
            .caip2Network()
            .or(() -> entry.chainId().map(id -> "eip155:" + id))
            .or(() -> Optional.of(entry.network()).filter(name -> !name.isBlank()))
            .flatMap(KnownTokens::chain);
    Optional<Token> usual = chain.flatMap(KnownTokens.USDC::on);
    Optional<Asset> asset = entry.asset();
    Optional<Address> token = asset.map(Asset::address).or(() -> usual.map(Token::address));
    Optional<Token> known = usual.filter(u -> token.equals(Optional.of(u.address())));
    int decimals =
        known.map(Token::decimals).or(() -> asset.map(Asset::decimals)).orElse(USUAL_DECIMALS);
    Optional<BigInteger> atomic = entry.priceAtomicUnits().or(() -> total(entry, decimals));
    Optional<BigDecimal> amount =
        atomic
            .map(units -> new BigDecimal(units, decimals))
            .or(() -> isTotal(entry) ? entry.priceRaw().map(BigDecimal::new) : Optional.empty());
    return new Cost(chain.map(ChainId::toString), token, atomic, amount);
  }

  /** Whether the rate says what is charged; that of one MB would make every dataset look cheap. */
  private static boolean isTotal(CatalogEntry entry) {
    return !entry.priceUnit().equals(Optional.of(PriceUnit.MB));
  }

  /** What the rate comes to; empty when there is none, or the size of what it is for is unknown. */
  private static Optional<BigInteger> total(CatalogEntry entry, int decimals) {
    if (!isTotal(entry)) {
      return entry
          .priceRaw()
          .flatMap(
              rate ->
                  entry
                      .dataset()
                      .sizeBytes()
                      .flatMap(size -> total(Price::perMb, rate, size, decimals)));
    }
    return entry.priceRaw().flatMap(rate -> total(Price::flat, rate, 0, decimals));
  }

  private static Optional<BigInteger> total(
      Function<String, Price> kind, String rate, long size, int decimals) {
    try {
      return Optional.of(kind.apply(rate).total(size, decimals));
    } catch (ObolException notPayable) {
      return Optional.empty();
    }
  }
}
