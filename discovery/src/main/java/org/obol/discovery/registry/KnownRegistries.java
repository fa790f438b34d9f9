package org.obol.discovery.registry;

import java.util.Optional;
import java.util.Set;
import org.obol.crypto.Address;
import org.obol.evm.ChainId;

/**
 * Where the identity registry is (erc-8004-contracts at b9e466c): one address on every main
 * network, another on every test network. Base is a main network.
 */
public final class KnownRegistries {

  /** The identity registry of main networks. */
  public static final Address MAIN = new Address("0x8004a169fb4a3325136eb29fa0ceb6d2e539a432");

  /** The identity registry of test networks, and of the local chain. */
  public static final Address TEST = new Address("0x8004a818bfb912233c491871b3d84c89a494bd9e");

  private static final Set<Long> MAIN_CHAINS =
      Set.of(
          1L,
          8453L,
          42161L,
          10L,
          137L,
          43114L,
          56L,
          100L,
          42220L,
          59144L,
          534352L,
          167000L,
          143L,
          4326L,
          196L,
          2741L,
          5000L,
          1868L,
          2345L,
          1088L,
          1187947933L);

  // 31337 is the local chain of devnet, which has it there.
  private static final Set<Long> TEST_CHAINS =
      Set.of(11155111L, 84532L, 421614L, 11155420L, 80002L, 43113L, 97L, 296L, 31337L);

  private KnownRegistries() {}

  /** The identity registry of a chain, where one is known. */
  public static Optional<RegistryId> on(ChainId chain) {
    if (MAIN_CHAINS.contains(chain.value())) {
      return Optional.of(new RegistryId(chain, MAIN));
    }
    return TEST_CHAINS.contains(chain.value())
        ? Optional.of(new RegistryId(chain, TEST))
        : Optional.empty();
  }
}
