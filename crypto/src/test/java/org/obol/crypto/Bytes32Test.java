package org.obol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Bytes32Test {

  private static final String EMPTY_HASH =
      "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470";

  @Test
  void bytes_and_text_are_the_same_value() {
    Bytes32 value = Bytes32.keccak(new byte[0]);
    assertThat(value).hasToString(EMPTY_HASH);
    assertThat(Bytes32.of(value.bytes())).isEqualTo(value);
    assertThat(Bytes32.parse("0x" + EMPTY_HASH.substring(2).toUpperCase(Locale.ROOT)))
        .isEqualTo(value);
    assertThat(Bytes32.ZERO).isLessThan(value);
    assertThat(Bytes32.ZERO.bytes()).containsOnly(0).hasSize(32);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0x",
        "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
        "0xC5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470",
        "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a4",
        "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470\n"
      })
  void another_form_is_refused(String text) {
    assertThatThrownBy(() -> new Bytes32(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void another_length_is_refused() {
    assertThatThrownBy(() -> Bytes32.of(new byte[31]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("31");
  }
}
