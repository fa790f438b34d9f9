package org.obol.x402.token;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.evm.ChainId;
import org.obol.x402.wire.NetworkNames;

/**
 * USDC on the chains where it can be paid with, and names for these chains. No rule gives the name
 * of a token's EIP-712 domain; each row has its own, and {@link TokenCheck} asks the chain. {@link
 * #with} adds a token that is not here.
 */
public final class KnownTokens {

  /** USDC of Circle by chain. */
  public static final KnownTokens USDC =
      new KnownTokens(
          List.of(
              usdc(8453, "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913", "USD Coin"),
              usdc(84532, "0x036CbD53842c5426634e7929541eC2318f3dCF7e", "USDC"),
              usdc(1, "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48", "USD Coin"),
              usdc(11155111, "0x1c7D4B196Cb0C7B01d743Fbc6116a902379C7238", "USDC"),
              usdc(137, "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359", "USD Coin"),
              usdc(80002, "0x41E94Eb019C0762f9Bfcf9Fb1E58725BfB0e7582", "USDC"),
              usdc(43114, "0xB97EF9Ef8734C71904D8002F8b6Bc66Dd9c48a6E", "USD Coin"),
              usdc(43113, "0x5425890298aed601595a70AB815c96711a31Bc65", "USD Coin"),
              usdc(42161, "0xaf88d065e77c8cC2239327C5EDb3A432268e5831", "USD Coin"),
              usdc(421614, "0x75faf114eafb1BDbe2F0316DF893fd58CE46AA4d", "USD Coin"),
              usdc(10, "0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85", "USD Coin"),
              usdc(11155420, "0x5fd84259d66Cd46123540766Be93DFE6D43130D7", "USDC"),
              usdc(143, "0x754704Bc059F8C67012fEd69BC8A327a5aafb603", "USDC")));

  /** Names of chains beside those of version 1. */
  private static final Map<String, Long> ALIASES =
      Map.ofEntries(
          Map.entry("mainnet", 1L),
          Map.entry("ethereum-sepolia", 11155111L),
          Map.entry("arbitrum", 42161L),
          Map.entry("arbitrum-one", 42161L),
          Map.entry("arbitrum-sepolia", 421614L),
          Map.entry("optimism", 10L),
          Map.entry("optimism-sepolia", 11155420L),
          Map.entry("op-sepolia", 11155420L),
          Map.entry("amoy", 80002L),
          Map.entry("fuji", 43113L));

  private final Map<ChainId, Token> byChain;

  private KnownTokens(List<Token> tokens) {
    Map<ChainId, Token> table = new LinkedHashMap<>();
    tokens.forEach(token -> table.put(token.chain(), token));
    this.byChain = table;
  }

  private static Token usdc(long chain, String address, String name) {
    return new Token(new ChainId(chain), Address.parse(address), "USDC", name, "2", 6);
  }

  /** The same table with {@code token} for its chain, which may be one that is not in it. */
  public KnownTokens with(Token token) {
    List<Token> tokens = new ArrayList<>(byChain.values());
    tokens.add(token);
    return new KnownTokens(tokens);
  }

  /** The token to be paid with on that chain. */
  public Optional<Token> on(ChainId chain) {
    return Optional.ofNullable(byChain.get(chain));
  }

  /** Every token. */
  public List<Token> all() {
    return List.copyOf(byChain.values());
  }

  /**
   * The chain of that name: a CAIP-2 name, a bare number, or a friendly one such as {@code
   * base-sepolia}, in any case.
   */
  public static Optional<ChainId> chain(String name) {
    String lower = name.strip().toLowerCase(Locale.ROOT);
    try {
      return NetworkNames.caip2(lower)
          .or(() -> Optional.ofNullable(ALIASES.get(lower)).map(number -> "eip155:" + number))
          .or(() -> Optional.of(lower.contains(":") ? lower : "eip155:" + lower))
          .map(ChainId::parse);
    } catch (IllegalArgumentException notOfEvm) {
      return Optional.empty();
    }
  }

  /** A name for people: that of version 1, an alias, or else CAIP-2. */
  public static String friendlyName(ChainId chain) {
    return NetworkNames.shortName(chain.toString())
        .or(
            () ->
                ALIASES.entrySet().stream()
                    .filter(alias -> alias.getValue() == chain.value())
                    .map(Map.Entry::getKey)
                    .sorted()
                    .findFirst())
        .orElse(chain.toString());
  }
}
