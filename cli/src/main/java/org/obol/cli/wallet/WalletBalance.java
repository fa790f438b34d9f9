package org.obol.cli.wallet;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.obol.cli.Answer;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.cli.devnet.DevnetFile;
import org.obol.client.wallet.Wallet;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.crypto.ObolException;
import org.obol.evm.BlockTag;
import org.obol.evm.ChainId;
import org.obol.evm.Erc20;
import org.obol.evm.EvmClient;
import org.obol.evm.JsonRpc;
import org.obol.evm.RpcConfig;
import org.obol.x402.token.KnownTokens;
import org.obol.x402.token.Token;
import org.obol.x402.wire.AtomicAmount;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code obol wallet balance}. */
@Command(
    name = "balance",
    description = "What a wallet has: dollars, and the token that gas is paid with.",
    sortOptions = false,
    footer = {
      "",
      "Example:",
      "  obol wallet balance --chain base-sepolia --rpc https://sepolia.base.org"
    })
final class WalletBalance implements Task {

  private static final int WEI_DECIMALS = 18;

  private final Session session;

  @Mixin private final WalletOption wallet = new WalletOption();

  @Option(
      names = "--rpc",
      paramLabel = "URL",
      description = "A node of the chain; else the devnet that runs on this machine.")
  private @Nullable URI rpc;

  @Option(
      names = "--chain",
      paramLabel = "NAME",
      description = "Which chain the node must be of, for example base-sepolia.")
  private @Nullable String chain;

  WalletBalance(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() {
    Wallet asked = WalletOption.wallets(session).require(wallet.name());
    try (var connection = new JsonRpc(config())) {
      var client = new EvmClient(connection);
      ChainId there = client.chainId();
      requireChain(there);
      BigInteger wei = client.balance(asked.address(), BlockTag.Named.LATEST);
      BigDecimal gas = plain(new BigDecimal(wei, WEI_DECIMALS));
      JsonObject json =
          Json.object()
              .put("address", asked.address().hex())
              .put("network", there.toString())
              .put("gasWei", wei.toString());
      List<String> lines = new ArrayList<>();
      lines.add(asked.address().checksummed() + " on " + KnownTokens.friendlyName(there));
      DevnetFile.tokens(session.home())
          .on(there)
          .ifPresentOrElse(
              token -> add(token, client, asked, json, lines),
              () ->
                  lines.add(
                      "No dollars are shown: no token of this chain is known here. That of obol"
                          + " devnet is in run/devnet.json of the configuration folder in which it"
                          + " runs"));
      lines.add(gas.toPlainString() + " of the chain's own token, for gas");
      return Answer.of(json.build(), lines);
    }
  }

  private static void add(
      Token token, EvmClient client, Wallet asked, JsonObject json, List<String> lines) {
    BigInteger amount = new Erc20(client, token.address()).balanceOf(asked.address());
    BigDecimal price = plain(token.price(new AtomicAmount(amount)));
    json.put("symbol", token.symbol())
        .put("asset", token.address().hex())
        .put("amount", amount.toString())
        .put("balance", price.toPlainString());
    lines.add(price.toPlainString() + " " + token.symbol());
  }

  private RpcConfig config() {
    try {
      return RpcConfig.of(
          Optional.ofNullable(rpc)
              .or(() -> DevnetFile.read(session.home()).map(DevnetFile::rpc))
              .orElseThrow(
                  () -> usage("no devnet runs here: give --rpc URL, a node of the chain")));
    } catch (IllegalArgumentException e) {
      throw usage("--rpc: " + e.getMessage());
    }
  }

  private void requireChain(ChainId there) {
    if (chain == null) {
      return;
    }
    ChainId wanted =
        KnownTokens.chain(chain).orElseThrow(() -> usage("--chain is not the name of a chain"));
    if (!wanted.equals(there)) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          "the node is of " + KnownTokens.friendlyName(there) + ", and not of " + chain);
    }
  }

  private static BigDecimal plain(BigDecimal value) {
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  private static ObolException usage(String sentence) {
    return new ObolException(ObolException.Exit.USAGE, sentence);
  }
}
