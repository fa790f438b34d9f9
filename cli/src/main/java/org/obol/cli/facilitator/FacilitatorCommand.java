package org.obol.cli.facilitator;

import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.obol.cli.Answer;
import org.obol.cli.ServerOptions;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.cli.UntilStopped;
import org.obol.cli.sale.BearerToken;
import org.obol.cli.sale.ChainNode;
import org.obol.cli.sale.GasKeyOptions;
import org.obol.cli.sale.PayableTokens;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.crypto.PrivateKey;
import org.obol.devnet.TestAccounts;
import org.obol.evm.ChainId;
import org.obol.evm.EvmClient;
import org.obol.evm.GasAccount;
import org.obol.evm.GasAccountConfig;
import org.obol.evm.JsonRpc;
import org.obol.evm.RpcConfig;
import org.obol.http.EnvironmentProxy;
import org.obol.http.Limits;
import org.obol.http.RunningServer;
import org.obol.http.ServerConfig;
import org.obol.http.VertxEngine;
import org.obol.node.NodeConfig;
import org.obol.x402.facilitator.EmbeddedFacilitator;
import org.obol.x402.facilitator.FacilitatorApi;
import org.obol.x402.token.Token;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code obol facilitator}. */
@Command(
    name = "facilitator",
    description = "Settle x402 payments for your nodes, until stopped.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  obol facilitator --chain devnet",
      "  obol facilitator --chain base --rpc https://… --gas-key gas.json --token-file token",
      "",
      "Whoever reaches it can spend its gas account's coins: keep it on this machine, or give"
          + " --token-file."
    })
public final class FacilitatorCommand implements Task {

  /** Neither the account that mints on the devnet nor the one that publishing settles with. */
  private static final int DEVNET_GAS_ACCOUNT = 8;

  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final Session session;

  @Option(
      names = "--chain",
      paramLabel = "NAME",
      defaultValue = "devnet",
      description = "Which chain: a name, eip155:N, or devnet (default).")
  private String chain = PayableTokens.DEVNET;

  @Option(
      names = "--rpc",
      paramLabel = "URL",
      description = "A node of the chain (default: OBOL_RPC_<CHAIN>, or the devnet's).")
  private @Nullable String rpc;

  @Mixin private final GasKeyOptions gas = new GasKeyOptions();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Serve only those who send the bearer token in this file.")
  private @Nullable Path tokenFile;

  @Mixin private final ServerOptions listen = new ServerOptions(8403);

  @Option(names = "--behind-proxy", description = "Something in front of it speaks TLS.")
  private boolean behindProxy;

  /** The command in this session. */
  public FacilitatorCommand(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() {
    ServerConfig server = server();
    Token token = new PayableTokens(session.home()).on(chain);
    var node = ChainNode.of(token, Optional.ofNullable(rpc), "It settles payments there", session);
    PrivateKey key = key(node);
    ProxySelector proxy = new EnvironmentProxy(session.environment());
    try (var connection =
        new JsonRpc(RpcConfig.of(node.rpc()), HttpClient.newBuilder().proxy(proxy))) {
      var client = new EvmClient(connection);
      requireChain(client.chainId(), token.chain());
      GasAccountConfig waiting = GasAccountConfig.standard().pollingEvery(node.poll());
      try (var account = new GasAccount(client, token.chain(), key, waiting)) {
        var facilitator = new EmbeddedFacilitator(token.chain(), client, account, session.clock());
        return serve(server, new FacilitatorApi(facilitator), token, key);
      }
    }
  }

  /** Runs until the process is told to end, or the thread is interrupted. */
  private Answer serve(ServerConfig config, FacilitatorApi api, Token token, PrivateKey key) {
    Optional<String> bearer = Optional.ofNullable(tokenFile).map(BearerToken::in);
    boolean interrupted;
    try (var engine = new VertxEngine();
        RunningServer server = engine.start(config, new FacilitatorHandler(api, bearer))) {
      session.announce(ready(config, server, token, key, bearer.isPresent()));
      interrupted = UntilStopped.await(() -> server.drain(DRAIN));
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return Answer.of(Json.object().put("stopped", true).build(), "Stopped.");
  }

  private static Answer ready(
      ServerConfig config, RunningServer server, Token token, PrivateKey key, boolean guarded) {
    String url = config.url(server.port());
    List<String> lines = new ArrayList<>();
    lines.add("Facilitator: " + url);
    lines.add("Settles: scheme exact on " + PayableTokens.chainName(token));
    lines.add("Gas is paid by " + key.address().checksummed());
    lines.add(
        guarded
            ? "Only who sends the bearer token is served."
            : "Whoever can reach it can spend that account's coins; --token-file asks for a"
                + " token.");
    return Answer.of(
        Json.object()
            .put("url", url)
            .put("network", token.chain().toString())
            .put("gasAccount", key.address().checksummed())
            .put("guarded", guarded)
            .build(),
        lines);
  }

  private ServerConfig server() {
    ServerConfig server = listen.config(Limits.DEFAULT.withMaxBodyBytes(FacilitatorApi.MAX_BODY));
    NodeConfig.requirePrivate(server, behindProxy);
    return server;
  }

  private PrivateKey key(ChainNode node) {
    return gas.key(session)
        .or(
            () ->
                node.devnet()
                    ? Optional.of(TestAccounts.key(DEVNET_GAS_ACCOUNT))
                    : Optional.empty())
        .orElseThrow(
            () -> usage("--gas-key FILE is needed: the account whose coins pay for transactions"));
  }

  private static void requireChain(ChainId actual, ChainId wanted) {
    if (!actual.equals(wanted)) {
      throw new ObolException(
          ObolException.Exit.VERIFICATION,
          "the RPC URL leads to " + actual + " and not to " + wanted + ": correct one");
    }
  }

  private static ObolException usage(String message) {
    return new ObolException(ObolException.Exit.USAGE, message);
  }
}
