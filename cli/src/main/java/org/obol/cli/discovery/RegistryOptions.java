package org.obol.cli.discovery;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.obol.cli.Session;
import org.obol.cli.devnet.DevnetFile;
import org.obol.cli.sale.PayableTokens;
import org.obol.cli.sale.ServiceUrl;
import org.obol.crypto.Address;
import org.obol.crypto.ObolException;
import org.obol.devnet.DevnetConfig;
import org.obol.discovery.registry.KnownRegistries;
import org.obol.discovery.registry.RegistryId;
import org.obol.evm.BlockTag;
import org.obol.evm.ChainId;
import org.obol.evm.EvmClient;
import org.obol.evm.JsonRpc;
import org.obol.evm.RpcConfig;
import org.obol.http.EnvironmentProxy;
import org.obol.x402.token.KnownTokens;
import picocli.CommandLine.Option;

/** Which agent registry, and where its chain is asked. */
final class RegistryOptions {

  /**
   * The registry and a node of its chain.
   *
   * @param devnet whether the chain is a local one
   */
  record Place(RegistryId registry, URI rpc, boolean devnet) {

    /**
     * Asks the node which chain it is of, and whether the registry is a contract there.
     *
     * @throws ObolException (verification) when it is another one than the registry's
     */
    void requireChain(EvmClient client) {
      ChainId actual = client.chainId();
      if (!actual.equals(registry.chain())) {
        throw new ObolException(
            ObolException.Exit.VERIFICATION,
            "the RPC URL leads to %s and not to %s: correct one"
                .formatted(actual, registry.chain()));
      }
      if (client.code(registry.address(), BlockTag.Named.LATEST).isEmpty()) {
        throw new ObolException(
            ObolException.Exit.USAGE,
            "there is no contract at %s on %s, so no registry: correct --registry"
                .formatted(registry.address(), actual));
      }
    }
  }

  @Option(
      names = "--chain",
      paramLabel = "NAME",
      description = "Which chain: a name, eip155:N, the URL of a node, or devnet (default).")
  private @Nullable String chain;

  @Option(
      names = "--rpc",
      paramLabel = "URL",
      description = "A node of the chain (default: OBOL_RPC_<CHAIN>, or the devnet's).")
  private @Nullable String rpc;

  @Option(
      names = "--registry",
      paramLabel = "ADDRESS",
      description = "The identity registry (default: the known one of the chain).")
  private @Nullable Address registry;

  /** Whether a chain is named. */
  boolean isChainGiven() {
    return chain != null;
  }

  /**
   * What the options name. A chain that is named by its node is asked for its number.
   *
   * @throws ObolException (usage) when something is missing or not known
   */
  Place place(Session session) {
    String named = Optional.ofNullable(chain).orElse(PayableTokens.DEVNET).strip();
    return named.matches("(?i)https?:.*") ? atNode(session, named) : onChain(session, named);
  }

  private Place atNode(Session session, String url) {
    if (rpc != null) {
      throw usage("--chain names a node already: leave --rpc out");
    }
    URI node = ServiceUrl.parse("--chain", url);
    try (var asked = rpc(node, session)) {
      ChainId id = new EvmClient(asked).chainId();
      boolean local = id.equals(DevnetConfig.DEFAULT_CHAIN) && ServiceUrl.isLoopback(node);
      return new Place(registry(id, Optional.empty()), node, local);
    }
  }

  /** Asks a node by way of the proxies of the environment. */
  static JsonRpc rpc(URI node, Session session) {
    var proxy = new EnvironmentProxy(session.environment());
    return new JsonRpc(RpcConfig.of(node), HttpClient.newBuilder().proxy(proxy));
  }

  private Place onChain(Session session, String named) {
    boolean devnet = named.toLowerCase(Locale.ROOT).equals(PayableTokens.DEVNET);
    Optional<DevnetFile> local =
        devnet ? Optional.of(DevnetFile.require(session.home())) : Optional.empty();
    ChainId id =
        local
            .map(file -> file.token().chain())
            .or(() -> KnownTokens.chain(named))
            .orElseThrow(() -> usage("no chain is known as \"" + named + "\": write eip155:N"));
    return new Place(registry(id, local), node(session, id, local), devnet);
  }

  private RegistryId registry(ChainId id, Optional<DevnetFile> local) {
    return Optional.ofNullable(registry)
        .map(address -> new RegistryId(id, address))
        .or(() -> local.map(file -> new RegistryId(id, KnownRegistries.TEST)))
        .or(() -> KnownRegistries.on(id))
        .orElseThrow(() -> usage("no identity registry is known on " + id + ": give --registry"));
  }

  private URI node(Session session, ChainId id, Optional<DevnetFile> local) {
    String variable =
        "OBOL_RPC_"
            + KnownTokens.friendlyName(id).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    return Optional.ofNullable(rpc)
        .map(text -> ServiceUrl.parse("--rpc", text))
        .or(
            () ->
                Optional.ofNullable(session.environment().get(variable))
                    .filter(text -> !text.isBlank())
                    .map(text -> ServiceUrl.parse(variable, text)))
        .or(() -> local.map(DevnetFile::rpc))
        .orElseThrow(
            () -> usage("no node of " + id + " is named: give --rpc URL or set " + variable));
  }

  private static ObolException usage(String message) {
    return new ObolException(ObolException.Exit.USAGE, message);
  }
}
