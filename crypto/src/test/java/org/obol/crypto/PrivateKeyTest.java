package org.obol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PrivateKeyTest {

  private static final String HEX =
      "7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d";
  private static final String ORDER =
      "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

  @Test
  void eachFormGivesTheSameKey() {
    var key = PrivateKey.ofHex(HEX);
    assertThat(key.address()).hasToString("0x008aeeda4d805471df9b2a5b0f38a0c3bcba786b");
    assertThat(PrivateKey.ofHex("0x" + HEX.toUpperCase(Locale.ROOT)).revealHex()).isEqualTo(HEX);
    assertThat(PrivateKey.ofBytes(HexFormat.of().parseHex(HEX)).revealHex()).isEqualTo(HEX);
  }

  @Test
  void itNeverShowsItself() {
    assertThat(PrivateKey.ofHex(HEX))
        .hasToString("PrivateKey[0x008aeeda4d805471df9b2a5b0f38a0c3bcba786b]");
  }

  @Test
  void freshKeysDiffer() {
    assertThat(PrivateKey.generate().revealHex())
        .matches("[0-9a-f]{64}")
        .isNotEqualTo(PrivateKey.generate().revealHex());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0x", HEX + "0", "0x0x" + HEX, " " + HEX, HEX + "\n"})
  void refusesOtherTextsWithoutRepeatingThem(String text) {
    assertThatThrownBy(() -> PrivateKey.ofHex(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a private key is 64 hex characters");
  }

  @Test
  void refusesWhatIsOutsideTheGroup() {
    assertThatThrownBy(() -> PrivateKey.ofHex("0".repeat(64)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PrivateKey.ofHex(ORDER)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PrivateKey.ofBytes(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class);
    String last = ORDER.substring(0, 63) + "0";
    assertThat(PrivateKey.ofHex(last).revealHex()).isEqualTo(last);
  }
}
