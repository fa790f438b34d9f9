package org.obol.x402.token;

import org.obol.crypto.Bytes32;
import org.obol.evm.BlockTag;
import org.obol.evm.ChainId;
import org.obol.evm.ContractException;
import org.obol.evm.Eip3009Token;
import org.obol.evm.EvmClient;

/**
 * Whether a token is on its chain what its description says. A wrong domain name makes every
 * signature of every buyer worthless, so ask before the first offer.
 */
public final class TokenCheck {

  private static final int SHOWN = 40;

  private TokenCheck() {}

  /**
   * Compares chain, code, EIP-712 domain separator and decimals.
   *
   * @throws TokenMismatchException naming what differs and what to do
   * @throws org.obol.evm.RpcException when the chain cannot be asked
   */
  public static void check(Token token, EvmClient client) {
    ChainId chain = client.chainId();
    if (!chain.equals(token.chain())) {
      throw new TokenMismatchException(
          "The RPC URL leads to " + chain + " and not to " + token.chain() + ": correct one.");
    }
    if (client.code(token.address(), BlockTag.Named.LATEST).isEmpty()) {
      throw new TokenMismatchException(
          "There is no contract at "
              + token.address().checksummed()
              + " on "
              + chain
              + ": correct the token's address.");
    }
    var contract = new Eip3009Token(client, token.address());
    try {
      domain(token, contract);
      decimals(token, contract);
    } catch (ContractException e) {
      throw new TokenMismatchException(
          token.address().checksummed()
              + " on "
              + chain
              + " is not a token with EIP-3009 (its DOMAIN_SEPARATOR or decimals cannot be read):"
              + " name another token.");
    }
  }

  private static void domain(Token token, Eip3009Token contract) {
    Bytes32 expected = token.domain().separator();
    Bytes32 actual = contract.domainSeparator();
    if (!actual.equals(expected)) {
      throw new TokenMismatchException(
          "Buyers would sign for the wrong EIP-712 domain: name \""
              + token.name()
              + "\" and version \""
              + token.version()
              + "\" give "
              + expected
              + ", but "
              + token.address().checksummed()
              + " on "
              + token.chain()
              + " has "
              + actual
              + ". "
              + advice(contract));
    }
  }

  private static String advice(Eip3009Token contract) {
    try {
      return "The contract calls itself name \""
          + shown(contract.erc20().name())
          + "\" and version \""
          + shown(contract.version())
          + "\": configure these.";
    } catch (ContractException e) {
      return "Look up name and version of its domain and configure these.";
    }
  }

  private static void decimals(Token token, Eip3009Token contract) {
    int actual = contract.erc20().decimals();
    if (actual != token.decimals()) {
      throw new TokenMismatchException(
          token.address().checksummed()
              + " on "
              + token.chain()
              + " has "
              + actual
              + " decimals and not "
              + token.decimals()
              + ": prices would be wrong.");
    }
  }

  /** A contract's text, which may be anything, as part of a sentence. */
  private static String shown(String text) {
    String clean = text.replaceAll("[^\\p{Alnum} ._-]", "?");
    return clean.length() <= SHOWN ? clean : clean.substring(0, SHOWN) + "…";
  }
}
