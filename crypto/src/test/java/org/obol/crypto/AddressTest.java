package org.obol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressTest {

  @ParameterizedTest
  @ValueSource(
      strings = { // EIP-55, test cases
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
        "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
        "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
      })
  void theMixedCaseFormIsThatOfEip55(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    assertThat(Address.parse(text)).isEqualTo(new Address(lower)).hasToString(lower);
    assertThat(new Address(lower).checksummed()).isEqualTo(text);
    String upper = "0x" + text.substring(2).toUpperCase(Locale.ROOT);
    assertThat(Address.parse(upper).hex()).isEqualTo(lower);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x52908400098527886E0F7030069857D2E4169EE7",
        "0x27b1fdb04752bbc536007a920d24acb045561c26"
      })
  void addressesOfOneCaseKeepIt(String text) {
    assertThat(Address.parse(text).checksummed()).isEqualTo(text);
  }

  @Test
  void aTypingErrorIsNoticed() {
    assertThatThrownBy(() -> Address.parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("EIP-55");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0x",
        "5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
        "0X5aaeb6053f3e94c9b9a09f33669435e7ef1beaed",
        "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beae",
        "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed0",
        "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed\n",
        "0xgaaeb6053f3e94c9b9a09f33669435e7ef1beaed",
      })
  void refusesWhatIsNoAddress(String text) {
    assertThatThrownBy(() -> Address.parse(text)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Address(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onlyTheLowercaseFormIsTheValue() {
    assertThatThrownBy(() -> new Address("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("lowercase");
  }

  @ParameterizedTest
  @CsvSource({ // Keccak-256 of the submission, not SHA3-256
    "'', c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
    "abc, 4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
  })
  void keccakIsEthereums(String text, String digest) {
    assertThat(Keccak.hash(text.getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(HexFormat.of().parseHex(digest));
  }

  @Test
  void theKeyOneHasTheKnownAddress() {
    assertThat(PrivateKey.ofHex("0".repeat(63) + "1").address())
        .hasToString("0x7e5f4552091a69125d5dfcb7b8c2659029395bdf");
  }
}
