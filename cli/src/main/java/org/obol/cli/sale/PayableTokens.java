package org.obol.cli.sale;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.obol.cli.devnet.DevnetFile;
import org.obol.crypto.Address;
import org.obol.crypto.ObolException;
import org.obol.devnet.Devnet;
import org.obol.evm.ChainId;
import org.obol.ledger.ObolHome;
import org.obol.ledger.SaleTerms;
import org.obol.x402.token.KnownTokens;
import org.obol.x402.token.Token;

/** The tokens that can be asked for: USDC where we know it, and the local chain's test dollar. */
public final class PayableTokens {

  /** The name of the local chain on the command line. */
  public static final String DEVNET = "devnet";

  private static final String SYMBOL = "USDC";

  private final ObolHome home;

  /** The tokens as seen from {@code home}. */
  public PayableTokens(ObolHome home) {
    this.home = home;
  }

  /**
   * The token on the chain that a person named.
   *
   * @throws ObolException (usage) when no token is known there
   */
  public Token on(String chain) {
    if (chain.strip().toLowerCase(Locale.ROOT).equals(DEVNET)) {
      return DevnetFile.require(home).token();
    }
    return KnownTokens.chain(chain)
        .flatMap(id -> KnownTokens.USDC.on(id).or(() -> ofDevnet(id)))
        .orElseThrow(
            () ->
                new ObolException(
                    ObolException.Exit.USAGE,
                    "no token is known on chain \""
                        + chain
                        + "\". Known are: devnet, "
                        + KnownTokens.USDC.all().stream()
                            .map(token -> KnownTokens.friendlyName(token.chain()))
                            .sorted()
                            .collect(Collectors.joining(", "))));
  }

  /** The token of stored terms. */
  public static Token of(SaleTerms terms) {
    ChainId chain = ChainId.parse(terms.payee().network());
    return new Token(
        chain,
        terms.payee().asset(),
        known(chain, terms.payee().asset()).map(Token::symbol).orElse(terms.tokenName()),
        terms.tokenName(),
        terms.tokenVersion(),
        terms.decimals());
  }

  /** The token at {@code asset}, when it is one we know. */
  public static Optional<Token> known(ChainId chain, Address asset) {
    return KnownTokens.USDC
        .on(chain)
        .filter(token -> token.address().equals(asset))
        .or(() -> asset.equals(Devnet.TOKEN) ? Optional.of(testDollar(chain)) : Optional.empty());
  }

  /** The dollar of a local chain with that id: its source is in this program. */
  public static Token testDollar(ChainId chain) {
    return new Token(chain, Devnet.TOKEN, SYMBOL, "USDC", "2", 6);
  }

  /** Whether {@code address} is a token and no account. */
  static boolean isToken(Address address) {
    return address.equals(Devnet.TOKEN)
        || KnownTokens.USDC.all().stream().anyMatch(token -> token.address().equals(address));
  }

  /** The running local chain, if it has this token. */
  public Optional<DevnetFile> devnet(Token token) {
    return DevnetFile.read(home)
        .filter(devnet -> devnet.token().chain().equals(token.chain()))
        .filter(devnet -> devnet.token().address().equals(token.address()));
  }

  /** How a chain is called in our sentences: {@code base-sepolia (eip155:84532)}. */
  public static String chainName(Token token) {
    String name =
        token.address().equals(Devnet.TOKEN) ? DEVNET : KnownTokens.friendlyName(token.chain());
    return name.equals(token.chain().toString()) ? name : name + " (" + token.chain() + ")";
  }

  private Optional<Token> ofDevnet(ChainId chain) {
    return DevnetFile.read(home).map(DevnetFile::token).filter(t -> t.chain().equals(chain));
  }
}
