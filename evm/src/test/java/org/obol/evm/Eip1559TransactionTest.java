package org.obol.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.obol.crypto.Address;
import org.obol.crypto.Json;
import org.obol.crypto.PrivateKey;

final class Eip1559TransactionTest {

  /** The public test key of anvil's first account. */
  private static final PrivateKey KEY =
      PrivateKey.ofHex("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");

  static List<Json.Obj> vectors() {
    return Vectors.read("evm-vectors.json").list("transactions").orElseThrow().stream()
        .map(vector -> vector.asObject("transaction"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void a_signed_transaction_is_that_of_another_implementation(Json.Obj vector) {
    var transaction =
        new Eip1559Transaction(
            new ChainId(vector.requireInteger("chainId")),
            vector.requireInteger("nonce"),
            new Fees(
                new BigInteger(vector.requireText("maxFee")),
                new BigInteger(vector.requireText("tip"))),
            vector.requireInteger("gas"),
            vector.text("to").map(Address::parse),
            new BigInteger(vector.requireText("value")),
            HexBytes.parse(vector.requireText("data")));
    SignedTransaction signed = transaction.sign(KEY);
    assertThat(signed.raw()).hasToString(vector.requireText("raw"));
    assertThat(signed.hash()).hasToString(vector.requireText("hash"));
  }

  @Test
  void negative_numbers_are_refused() {
    var fees = new Fees(BigInteger.TWO, BigInteger.ONE);
    assertThatThrownBy(
            () ->
                new Eip1559Transaction(
                    new ChainId(1), -1, fees, 1, Optional.empty(), BigInteger.ZERO, HexBytes.EMPTY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Fees(BigInteger.ONE, BigInteger.TWO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_replacement_pays_at_least_an_eighth_more() {
    var small = new Fees(BigInteger.ONE, BigInteger.ZERO).bumped();
    assertThat(small).isEqualTo(new Fees(BigInteger.TWO, BigInteger.ONE));
    var large = new Fees(BigInteger.valueOf(2001), BigInteger.valueOf(1001)).bumped();
    assertThat(large.maxFee().doubleValue() / 2001).isGreaterThanOrEqualTo(1.125);
    assertThat(large.tip().doubleValue() / 1001).isGreaterThanOrEqualTo(1.125);
    assertThat(large.atMost(BigInteger.valueOf(100)))
        .isEqualTo(new Fees(BigInteger.valueOf(100), BigInteger.valueOf(100)));
  }
}
