package org.obol.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.Json;

/** Chains, bytes and quantities in their one form. */
final class ValuesTest {

  @Test
  void a_chain_is_written_as_caip_2() {
    assertThat(new ChainId(84532)).hasToString("eip155:84532");
    assertThat(ChainId.parse("eip155:84532")).isEqualTo(new ChainId(84532));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "84532",
        "eip155:",
        "eip155:0",
        "eip155:01",
        "eip155:-1",
        "EIP155:1",
        "solana:1",
        "eip155:9999999999999999999"
      })
  void another_chain_is_refused(String text) {
    assertThatThrownBy(() -> ChainId.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bytes_are_cut_and_joined() {
    HexBytes bytes = HexBytes.parse("0x0A0b0c");
    assertThat(bytes).hasToString("0x0a0b0c");
    assertThat(bytes.size()).isEqualTo(3);
    assertThat(bytes.first(1).then(bytes.from(1))).isEqualTo(bytes);
    assertThat(bytes.first(9)).isEqualTo(bytes);
    assertThat(bytes.from(9)).isEqualTo(HexBytes.EMPTY);
    assertThat(HexBytes.of(bytes.bytes())).isEqualTo(bytes);
    assertThat(HexBytes.EMPTY.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "00", "0x0", "0xzz", "0X00", "0x 0"})
  void other_texts_are_no_bytes(String text) {
    assertThatThrownBy(() -> new HexBytes(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void quantities_have_no_leading_zeros() {
    assertThat(Quantity.json(0)).isEqualTo(Json.of("0x0"));
    assertThat(Quantity.json(1024)).isEqualTo(Json.of("0x400"));
    assertThat(Quantity.parseLong("0x7fffffffffffffff")).isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(() -> Quantity.parseLong("0x8000000000000000"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Quantity.parse("0x")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Quantity.parse("0x" + "1".repeat(65)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(BlockTag.number(16).json()).isEqualTo(Json.of("0x10"));
    assertThat(BlockTag.Named.FINALIZED.json()).isEqualTo(Json.of("finalized"));
    assertThatThrownBy(() -> BlockTag.number(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
