package org.obol.cli.discovery;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.obol.cli.Session;
import org.obol.cli.devnet.DevnetFile;
import org.obol.cli.sale.PayableTokens;
import org.obol.cli.sale.ServiceUrl;
import org.obol.crypto.Address;
import org.obol.crypto.ObolException;
import org.obol.discovery.registry.KnownRegistries;
import org.obol.discovery.registry.RegistryId;
import org.obol.evm.ChainId;
import org.obol.x402.token.KnownTokens;
import picocli.CommandLine.Option;

/** Which agent registry, and where its chain is asked. */
final class RegistryOptions {

  /**
   * The registry and a node of its chain.
   *
   * @param devnet whether the chain is the local one
   */
  record Place(RegistryId registry, URI rpc, boolean devnet) {}

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

  @Option(
      names = "--registry",
      paramLabel = "ADDRESS",
      description = "The identity registry (default: the known one of the chain).")
  private @Nullable Address registry;

  /** What the options name. */
  Place place(Session session) {
    boolean devnet = chain.strip().toLowerCase(Locale.ROOT).equals(PayableTokens.DEVNET);
    Optional<DevnetFile> local =
        devnet ? Optional.of(DevnetFile.require(session.home())) : Optional.empty();
    ChainId id =
        local
            .map(file -> file.token().chain())
            .or(() -> KnownTokens.chain(chain))
            .orElseThrow(() -> usage("no chain is known as \"" + chain + "\": write eip155:N"));
    RegistryId known =
        Optional.ofNullable(registry)
            .map(address -> new RegistryId(id, address))
            .or(() -> local.map(file -> new RegistryId(id, KnownRegistries.TEST)))
            .or(() -> KnownRegistries.on(id))
            .orElseThrow(
                () -> usage("no identity registry is known on " + id + ": give --registry"));
    return new Place(known, node(session, id, local), devnet);
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
