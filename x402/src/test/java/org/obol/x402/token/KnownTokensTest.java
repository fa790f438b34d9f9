package org.obol.x402.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.Address;
import org.obol.evm.ChainId;
import org.obol.x402.wire.AtomicAmount;

final class KnownTokensTest {

  private static final Token USDC = KnownTokens.USDC.on(new ChainId(84532)).orElseThrow();

  @ParameterizedTest
  @CsvSource({
    "base, 8453, 0x02fa7265e7c5d81118673727957699e4d68f74cd74b7db77da710fe8a2c7834f",
    "base-sepolia, 84532, 0x71f17a3b2ff373b803d70a5a07c046c1a2bc8e89c09ef722fcb047abe94c9818",
    "ethereum, 1, 0x06c37168a7db5138defc7866392bb87a741f9b3d104deb5094588ce041cae335",
    "sepolia, 11155111, 0xb90e5057db141a932946e64d09ccb7ffc9b00bd79fec26f698d29af0c83320a6",
    "polygon, 137, 0xcaa2ce1a5703ccbe253a34eb3166df60a705c561b44b192061e28f2a985be2ca",
    "polygon-amoy, 80002, 0x5cddc98319864e897e4469bd1d13c2288c677047b54b8cca12bd342adb6be9eb",
    "avalanche, 43114, 0xbbea200329a938bc3438984a49cb0732e66d66d7bd59c127abacc1710e77f7b3",
    "avalanche-fuji, 43113, 0xfe9fa105a0e9629446730e544caa6b8d05d8d4fc93451750dc50e2ddd6d374b3",
    "arbitrum, 42161, 0x08d11903f8419e68b1b8721bcbe2e9fc68569122a77ef18c216f10b3b5112c78",
    "arbitrum-sepolia, 421614,"
        + " 0x85944e1292d007732838d6eadfa67589b78ffcededbd4df60488d0af251308bb",
    "optimism, 10, 0x26d9c34bb1a1c312f69c53b2d93b8be20faafba63af2438c6811713c9b1f933f",
    "op-sepolia, 11155420, 0x09d038a3e46040fc37eb01174dbbcdb7981fbd8eafd9e1a857b1c67805dfb29e",
    "monad, 143, 0xfe22123edc0dd4aeb912eb7948c5f0e531592c2053b3067612f427db342c93c6"
  })
  void each_token_has_the_domain_of_its_contract(String name, long chain, String separator) {
    Token token = KnownTokens.USDC.on(new ChainId(chain)).orElseThrow();
    assertThat(token.domain().separator()).hasToString(separator);
    assertThat(KnownTokens.chain(name)).hasValue(token.chain());
    assertThat(KnownTokens.friendlyName(token.chain())).isEqualTo(name);
  }

  @Test
  void no_row_is_untested() {
    assertThat(KnownTokens.USDC.all()).hasSize(13);
  }

  @Test
  void a_chain_has_many_names() {
    ChainId base = new ChainId(8453);
    assertThat(KnownTokens.chain("Base")).hasValue(base);
    assertThat(KnownTokens.chain("8453")).hasValue(base);
    assertThat(KnownTokens.chain(" eip155:8453 ")).hasValue(base);
    assertThat(KnownTokens.friendlyName(new ChainId(31337))).isEqualTo("eip155:31337");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "atlantis", "solana", "eip155:0", "eip155:x", "-1"})
  void other_names_are_no_chain(String name) {
    assertThat(KnownTokens.chain(name)).isEmpty();
  }

  @Test
  void a_token_that_is_not_in_the_table_can_be_added() {
    var token =
        new Token(
            new ChainId(31337),
            new Address("0x5fbdb2315678afecb367f032d93f642f64180aa3"),
            "TUSD",
            "Test Dollar",
            "1",
            6);
    KnownTokens more = KnownTokens.USDC.with(token);
    assertThat(more.on(new ChainId(31337))).hasValue(token);
    assertThat(more.all()).hasSize(14);
    assertThat(KnownTokens.USDC.on(new ChainId(31337))).isEmpty();
    assertThat(token.extra().text()).isEqualTo("{\"name\":\"Test Dollar\",\"version\":\"1\"}");
  }

  @Test
  void a_price_is_paid_exactly_or_not_at_all() {
    assertThat(USDC.amount(new BigDecimal("0.01"))).isEqualTo(AtomicAmount.of(10_000));
    assertThat(USDC.amount(new BigDecimal("1.000000"))).isEqualTo(AtomicAmount.of(1_000_000));
    assertThat(USDC.price(AtomicAmount.of(10_000))).isEqualByComparingTo("0.01");
    assertThatThrownBy(() -> USDC.amount(new BigDecimal("0.0000001")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("6 decimals");
    assertThatThrownBy(() -> USDC.amount(new BigDecimal("-1")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_token_without_a_domain_is_none() {
    Address address = USDC.address();
    assertThatThrownBy(() -> new Token(USDC.chain(), address, "X", "", "2", 6))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Token(USDC.chain(), address, "X", "X", "2", 78))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
