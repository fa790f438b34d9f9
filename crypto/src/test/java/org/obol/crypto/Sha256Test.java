package org.obol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Sha256Test {

  // FIPS 180-4, the example of one block.
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void hashesTheExampleOfTheStandard() {
    assertThat(Sha256.hash("abc")).hasToString(ABC).isEqualTo(new Sha256(ABC));
    assertThat(Sha256.hash(new byte[0]).hex())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void theProviderIsTheJdksOwn() {
    assertThat(Sha256.digest().getProvider().getName()).isEqualTo("SUN");
  }

  @Test
  void bytesAndTextAreTheSameDigest() {
    byte[] bytes = HexFormat.of().parseHex(ABC);
    assertThat(Sha256.of(bytes).bytes()).isEqualTo(bytes);
    assertThat(Sha256.of(bytes)).isEqualByComparingTo(new Sha256(ABC));
    assertThat(new Sha256(ABC)).isGreaterThan(new Sha256("0".repeat(64)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015add",
        "BA7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "0x7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "ga7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "٠a7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
      })
  void refusesWhatIsNot64LowercaseHexCharacters(String text) {
    assertThat(Sha256.isHex(text)).isFalse();
    assertThatThrownBy(() -> new Sha256(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
  }

  @Test
  void aLongTextIsNotRepeatedWhole() {
    assertThatThrownBy(() -> new Sha256("x".repeat(1000)))
        .hasMessageContaining("x".repeat(80) + "…")
        .hasMessageNotContaining("x".repeat(81));
    assertThatThrownBy(() -> Sha256.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
  }
}
