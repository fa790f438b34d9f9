package org.obol.cli.sale;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.obol.cli.Session;
import org.obol.crypto.ObolException;
import org.obol.dataset.DatasetId;
import org.obol.devnet.TestAccounts;
import org.obol.http.EnvironmentProxy;
import org.obol.node.sale.OpenTill;
import org.obol.node.sale.Settler;
import org.obol.x402.facilitator.HttpFacilitatorConfig;
import org.obol.x402.token.Token;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What payments are taken with: a node of the chain, and who settles. */
public final class TillOptions {

  private static final String EMBEDDED = "embedded";

  /** Not the account that {@code obol devnet} mints with, so that their nonces never meet. */
  private static final int DEVNET_GAS_ACCOUNT = 9;

  @Option(
      names = "--rpc",
      paramLabel = "URL",
      description = "Your own node of the chain (default: OBOL_RPC_<CHAIN>, or the devnet's).")
  private @Nullable String rpc;

  @Option(
      names = "--facilitator",
      paramLabel = "URL|embedded",
      description =
          "Who settles payments: a facilitator, or this process with --gas-key (default on the"
              + " devnet: embedded).")
  private @Nullable String facilitator;

  @Option(
      names = "--facilitator-token-file",
      paramLabel = "FILE",
      description = "Send the bearer token in this file to the facilitator.")
  private @Nullable Path facilitatorToken;

  @Mixin private final GasKeyOptions gas = new GasKeyOptions();

  @Option(
      names = "--confirmations",
      paramLabel = "N",
      defaultValue = "1",
      description = "Blocks that a settlement must have before access is given (default: 1).")
  private long confirmations = 1;

  /** Whether anything was given. */
  public boolean given() {
    return rpc != null || facilitator != null || gas.given() || facilitatorToken != null;
  }

  /**
   * Opens a till for these tokens of one chain.
   *
   * @param sold a dataset that has a price there
   * @throws ObolException saying what is missing or does not fit
   */
  public OpenTill open(List<Token> tokens, DatasetId sold, Session session) {
    if (confirmations < 1 || confirmations > 10_000) {
      throw usage("--confirmations is 1 to 10000, not " + confirmations);
    }
    String why =
        sold
            + " has a price there, and a seller looks on the chain itself whether the money has"
            + " moved and takes nobody's word for it. To serve it unsold: obol dataset price "
            + sold
            + " --off";
    var node = ChainNode.of(tokens.getFirst(), Optional.ofNullable(rpc), why, session);
    Settler settler = settler(node.devnet(), session);
    return OpenTill.open(
        new OpenTill.Plan(tokens, node.rpc(), settler, node.poll(), confirmations),
        new EnvironmentProxy(session.environment()),
        session.clock());
  }

  private Settler settler(boolean devnet, Session session) {
    String wanted =
        Optional.ofNullable(facilitator)
            .or(() -> devnet || gas.given() ? Optional.of(EMBEDDED) : Optional.empty())
            .orElseThrow(
                () ->
                    usage(
                        "who settles the payments? Give --facilitator URL, or --facilitator"
                            + " embedded with --gas-key FILE"));
    return wanted.equals(EMBEDDED) ? embedded(devnet, session) : remote(wanted);
  }

  private Settler embedded(boolean devnet, Session session) {
    if (facilitatorToken != null) {
      throw usage("--facilitator-token-file is for a facilitator with a URL");
    }
    return new Settler.Embedded(
        gas.key(session)
            .or(() -> devnet ? Optional.of(TestAccounts.key(DEVNET_GAS_ACCOUNT)) : Optional.empty())
            .orElseThrow(
                () ->
                    usage(
                        "--facilitator embedded needs --gas-key FILE: the account whose coins pay"
                            + " for the transactions")));
  }

  private Settler remote(String url) {
    if (gas.given()) {
      throw usage("--gas-key is for --facilitator embedded; a facilitator with a URL has its own");
    }
    URI base = ServiceUrl.parse("--facilitator", url);
    ServiceUrl.requirePrivate("--facilitator", base);
    try {
      var config = HttpFacilitatorConfig.of(base);
      return new Settler.Remote(
          facilitatorToken == null ? config : authenticated(config, facilitatorToken));
    } catch (IllegalArgumentException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private static HttpFacilitatorConfig authenticated(HttpFacilitatorConfig config, Path file) {
    String token = BearerToken.in(file);
    return config.authenticatedBy((method, url) -> Map.of("Authorization", "Bearer " + token));
  }

  private static ObolException usage(String message) {
    return new ObolException(ObolException.Exit.USAGE, message);
  }
}
