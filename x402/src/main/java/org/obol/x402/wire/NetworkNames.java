package org.obol.x402.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The networks that version 1 names, and their CAIP-2 names of version 2. */
public final class NetworkNames {

  private static final Map<String, String> CAIP2 = new LinkedHashMap<>();
  private static final Map<String, String> SHORT = new LinkedHashMap<>();

  static {
    evm("ethereum", 1);
    evm("sepolia", 11155111);
    evm("abstract", 2741);
    evm("abstract-testnet", 11124);
    evm("base-sepolia", 84532);
    evm("base", 8453);
    evm("avalanche-fuji", 43113);
    evm("avalanche", 43114);
    evm("iotex", 4689);
    evm("sei", 1329);
    evm("sei-testnet", 1328);
    evm("polygon", 137);
    evm("polygon-amoy", 80002);
    evm("peaq", 3338);
    evm("story", 1514);
    evm("educhain", 41923);
    evm("skale-base-sepolia", 324705682);
    evm("megaeth", 4326);
    evm("monad", 143);
    evm("stable", 988);
    evm("stable-testnet", 2201);
    evm("celo", 42220);
    evm("flare", 14);
    put("solana", "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp");
    put("solana-devnet", "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1");
  }

  private NetworkNames() {}

  private static void evm(String name, long chainId) {
    put(name, "eip155:" + chainId);
  }

  private static void put(String name, String caip2) {
    CAIP2.put(name, caip2);
    SHORT.put(caip2, name);
  }

  /** The CAIP-2 name of a network of version 1. */
  public static Optional<String> caip2(String shortName) {
    return Optional.ofNullable(CAIP2.get(shortName));
  }

  /** The name in version 1 of a network of version 2. */
  public static Optional<String> shortName(String caip2) {
    return Optional.ofNullable(SHORT.get(caip2));
  }

  /** Every name of version 1. */
  public static Set<String> shortNames() {
    return Collections.unmodifiableSet(CAIP2.keySet());
  }
}
