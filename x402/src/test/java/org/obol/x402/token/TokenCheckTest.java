package org.obol.x402.token;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Address;
import org.obol.devnet.Devnet;
import org.obol.evm.ChainId;
import org.obol.x402.Chain;

/** A token's description against a real chain. */
final class TokenCheckTest {

  private static Devnet devnet;

  @BeforeAll
  static void start() {
    devnet = Chain.start();
  }

  @AfterAll
  static void stop() {
    devnet.close();
  }

  @Test
  void a_right_description_passes() {
    assertThatCode(() -> TokenCheck.check(Chain.DOLLAR, devnet.client()))
        .doesNotThrowAnyException();
  }

  @Test
  void a_wrong_name_is_refused_with_the_right_one() {
    assertMismatch(token(Chain.ID, Devnet.TOKEN, "USD Coin", 6), "name \"USDC\" and version \"2\"");
  }

  @Test
  void other_mistakes_are_named() {
    assertMismatch(token(new ChainId(1), Devnet.TOKEN, "USDC", 6), "leads to eip155:84532");
    assertMismatch(
        token(Chain.ID, new Address("0x" + "12".repeat(20)), "USDC", 6), "There is no contract");
    assertMismatch(token(Chain.ID, Devnet.MULTICALL, "USDC", 6), "is not a token with EIP-3009");
    assertMismatch(token(Chain.ID, Devnet.TOKEN, "USDC", 18), "has 6 decimals");
  }

  private static void assertMismatch(Token token, String words) {
    assertThatThrownBy(() -> TokenCheck.check(token, devnet.client()))
        .isInstanceOf(TokenMismatchException.class)
        .hasMessageContaining(words);
  }

  private static Token token(ChainId chain, Address address, String name, int decimals) {
    return new Token(chain, address, "USDC", name, "2", decimals);
  }
}
