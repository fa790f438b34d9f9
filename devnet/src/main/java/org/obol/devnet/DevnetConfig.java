package org.obol.devnet;

import org.obol.evm.ChainId;

/**
 * Which local chain is started.
 *
 * @param port TCP port on 127.0.0.1; 0 for any free one
 */
public record DevnetConfig(Anvil anvil, ChainId chain, int port) {

  /** Anvil's own chain id. */
  public static final ChainId DEFAULT_CHAIN = new ChainId(31337);

  /**
   * Checks the port.
   *
   * @throws IllegalArgumentException unless it is 0..65535
   */
  public DevnetConfig {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("a port is 0..65535, not " + port);
    }
  }

  /** Chain 31337 on any free port. */
  public static DevnetConfig of(Anvil anvil) {
    return new DevnetConfig(anvil, DEFAULT_CHAIN, 0);
  }

  /** The same with another chain id. */
  public DevnetConfig onChain(ChainId other) {
    return new DevnetConfig(anvil, other, port);
  }

  /** The same on that port. */
  public DevnetConfig onPort(int other) {
    return new DevnetConfig(anvil, chain, other);
  }
}
