package org.obol.cli.sale;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.obol.cli.Session;
import org.obol.cli.devnet.DevnetFile;
import org.obol.crypto.ObolException;
import org.obol.devnet.Devnet;
import org.obol.x402.token.KnownTokens;
import org.obol.x402.token.Token;

/** Where the chain of a token is asked: an option, a variable, or the local chain. */
public record ChainNode(URI rpc, boolean devnet) {

  /**
   * The node to ask.
   *
   * @param given what {@code --rpc} says
   * @param why it is needed, a sentence for whoever named none
   * @throws ObolException (usage) when none is named
   */
  public static ChainNode of(Token token, Optional<String> given, String why, Session session) {
    Optional<URI> local = new PayableTokens(session.home()).devnet(token).map(DevnetFile::rpc);
    String variable = variable(token);
    URI rpc =
        given
            .map(text -> ServiceUrl.parse("--rpc", text))
            .or(
                () ->
                    Optional.ofNullable(session.environment().get(variable))
                        .filter(text -> !text.isBlank())
                        .map(text -> ServiceUrl.parse(variable, text)))
            .or(() -> local)
            .orElseThrow(
                () ->
                    new ObolException(
                        ObolException.Exit.USAGE,
                        "no node of "
                            + PayableTokens.chainName(token)
                            + " is named: give --rpc URL or set "
                            + variable
                            + (token.address().equals(Devnet.TOKEN)
                                ? ", or start the local chain with obol devnet. "
                                : ". ")
                            + why));
    if (!"https".equalsIgnoreCase(rpc.getScheme()) && !ServiceUrl.isLoopback(rpc)) {
      session.warn(
          "the node at "
              + rpc.getHost()
              + " is asked in the clear: whoever is on the way can make up payments. Use https");
    }
    return new ChainNode(rpc, local.isPresent());
  }

  /** How often to look: a node of our own machine costs nothing. */
  public Duration poll() {
    return ServiceUrl.isLoopback(rpc) ? Duration.ofMillis(50) : Duration.ofSeconds(1);
  }

  private static String variable(Token token) {
    return "OBOL_RPC_"
        + KnownTokens.friendlyName(token.chain())
            .toUpperCase(Locale.ROOT)
            .replaceAll("[^A-Z0-9]", "_");
  }
}
