package org.obol.e2e;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.PrivateKey;
import org.obol.devnet.Anvil;
import org.obol.devnet.Devnet;
import org.obol.devnet.DevnetConfig;
import org.obol.devnet.TestAccounts;
import org.obol.evm.BlockTag;
import org.obol.evm.ChainId;
import org.obol.evm.Erc20;
import org.obol.evm.EvmClient;
import org.obol.evm.LogFilter;

/** The chain that these tests pay on, and what is to be seen there. */
final class PayChain implements AutoCloseable {

  /** Base Sepolia's number, so that version 1 has a name for it. */
  static final ChainId ID = new ChainId(84532);

  /** Who pays for a node's gas. */
  static final PrivateKey GAS = TestAccounts.key(1);

  /** Somebody with gas who has nothing to do with a purchase. */
  static final PrivateKey STRANGER = TestAccounts.key(5);

  private static final BigInteger PURSE = BigInteger.valueOf(1_000_000);

  private final Devnet devnet;

  private PayChain(Devnet devnet) {
    this.devnet = devnet;
  }

  static PayChain start() {
    return new PayChain(
        Devnet.start(
            DevnetConfig.of(Anvil.install(Path.of("..", "devnet", "target", "anvil")))
                .onChain(ID)));
  }

  Devnet devnet() {
    return devnet;
  }

  EvmClient client() {
    return devnet.client();
  }

  /** A new wallet with a dollar. */
  PrivateKey wallet() {
    PrivateKey key = PrivateKey.generate();
    devnet.mint(key.address(), PURSE);
    return key;
  }

  /** Atomic units of the dollar. */
  long balance(Address owner) {
    return new Erc20(client(), Devnet.TOKEN).balanceOf(owner).longValueExact();
  }

  /** How often {@code from} has paid {@code to}. */
  long transfers(Address from, Address to) {
    var everywhere = new LogFilter.Blocks.Range(BlockTag.Named.EARLIEST, BlockTag.Named.LATEST);
    return client()
        .logs(LogFilter.of(Devnet.TOKEN, List.of(List.of(Erc20.TRANSFER)), everywhere))
        .stream()
        .map(Erc20::transfer)
        .flatMap(Optional::stream)
        .filter(moved -> moved.from().equals(from) && moved.to().equals(to))
        .count();
  }

  @Override
  public void close() {
    devnet.close();
  }
}
