package org.obol.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;

final class AbiTypesTest {

  private static final Address ALICE = new Address("0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc");
  private static final Address BOB = new Address("0x90f79bf6eb2c4f870365e785982e1f101e93b906");

  @Test
  void a_list_of_tuples_is_encoded_as_another_implementation_does() {
    var aggregate3 = new ContractFunction("aggregate3((address,bool,bytes)[])", "(bytes)");
    HexBytes call =
        aggregate3.encode(
            List.of(
                List.of(ALICE, true, new HexBytes("0x06fdde03")),
                List.of(BOB, false, HexBytes.EMPTY)));
    assertThat(call).hasToString(Vectors.read("evm-vectors.json").requireText("aggregate3"));
  }

  @Test
  void what_is_encoded_is_decoded() {
    var types =
        AbiTypes.of(
            "(address,uint8,int64,uint256,bytes32,bytes,string,bool,uint8[],(bool,bytes)[])");
    List<Object> values =
        List.of(
            ALICE,
            BigInteger.valueOf(255),
            BigInteger.valueOf(-5),
            BigInteger.TWO.pow(255),
            new HexBytes(Bytes32.keccak(new byte[1]).hex()),
            new HexBytes("0x010203"),
            "naïve \u0001",
            true,
            List.of(BigInteger.ONE, BigInteger.TWO),
            List.of(List.of(false, HexBytes.EMPTY)));
    assertThat(types.decode(types.encode(values.toArray()))).isEqualTo(values);
  }

  @Test
  void integers_of_java_and_words_are_encoded_too() {
    var types = AbiTypes.of("(uint8,uint256,bytes32)");
    Bytes32 word = Bytes32.keccak(new byte[0]);
    assertThat(types.encode(7, 8L, word))
        .isEqualTo(
            types.encode(BigInteger.valueOf(7), BigInteger.valueOf(8), new HexBytes(word.hex())));
  }

  @Test
  void a_value_outside_its_type_is_refused() {
    assertThatThrownBy(() -> AbiTypes.of("(uint8)").encode(256))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AbiTypes.of("(uint256)").encode("one"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AbiTypes.of("((bool,bool))").encode(List.of(true)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ContractFunction("name", "()"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0x",
        "0x01",
        "0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
      })
  void bytes_that_are_something_else_are_a_complaint(String data) {
    assertThatThrownBy(() -> AbiTypes.of("(string)").decode(new HexBytes(data)))
        .isInstanceOf(AbiException.class)
        .hasMessageContaining("(string)");
  }

  @ParameterizedTest
  @CsvSource({
    "'transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,uint8,bytes32,bytes32)',"
        + " 0xe3ee160e",
    "'transferWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)',"
        + " 0xcf092995",
    "'receiveWithAuthorization(address,address,uint256,uint256,uint256,bytes32,bytes)', 0x88b7ab63",
    "'cancelAuthorization(address,bytes32,uint8,bytes32,bytes32)', 0x5a049a70",
    "'tryAggregate(bool,(address,bytes)[])', 0xbce38bd7",
    "'isValidSignature(bytes32,bytes)', 0x1626ba7e",
    "'balanceOf(address)', 0x70a08231"
  })
  void a_function_has_its_selector(String signature, String selector) {
    assertThat(new ContractFunction(signature, "()").selector()).hasToString(selector);
  }

  @Test
  void a_revert_is_put_into_words() {
    HexBytes text = new HexBytes("0x08c379a0").then(AbiTypes.of("(string)").encode("too\nlate"));
    assertThat(new CallResult.Reverted(text).reason()).isEqualTo("too?late");
    HexBytes panic = new HexBytes("0x4e487b71").then(AbiTypes.of("(uint256)").encode(17));
    assertThat(new CallResult.Reverted(panic).reason()).isEqualTo("panic 17");
    assertThat(new CallResult.Reverted(new HexBytes("0x01020304ff")).reason())
        .isEqualTo("custom error 0x01020304");
    assertThat(new CallResult.Reverted(HexBytes.EMPTY).reason()).isEqualTo("no reason");
    assertThat(new CallResult.Reverted(new HexBytes("0x08c379a0ff")).reason())
        .isEqualTo("malformed error 0x08c379a0");
    HexBytes longText =
        new HexBytes("0x08c379a0").then(AbiTypes.of("(string)").encode("x".repeat(5000)));
    assertThat(new CallResult.Reverted(longText).reason()).hasSize(201);
  }
}
