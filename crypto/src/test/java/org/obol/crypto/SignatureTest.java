package org.obol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class SignatureTest {

  /** The first entry of vector-one. */
  private static final String GOOD =
      "3103cc188c4230113257b8349ebcc5472e18b7d79bbcbd79406c337500c58f8e"
          + "738b213485b5139db4290c215bf100e334879fdc01cd1b978f8fe0dd91f5557e"
          + "01";

  private static final String R = GOOD.substring(0, 64);
  private static final String S = GOOD.substring(64, 128);
  private static final String ZERO = "0".repeat(64);

  @Test
  void keepsItsBytes() {
    var signature = new Signature(GOOD);
    assertThat(signature).hasToString(GOOD);
    assertThat(HexFormat.of().formatHex(signature.bytes())).isEqualTo(GOOD);
  }

  @Test
  void refusesHighS() {
    String high = hex(Secp256k1.ORDER.subtract(new BigInteger(S, 16)));
    refused(R + high + "00", "upper half");
    refused(R + hex(Secp256k1.HALF_ORDER.add(BigInteger.ONE)) + "00", "upper half");
    assertThat(new Signature(R + hex(Secp256k1.HALF_ORDER) + "00").s())
        .isEqualTo(Secp256k1.HALF_ORDER);
  }

  @Test
  void refusesAnotherV() {
    refused(R + S + "1b", "v other than 0 or 1");
    refused(R + S + "1c", "v other than 0 or 1");
    refused(R + S + "02", "v other than 0 or 1");
    refused(R + S + "10", "v other than 0 or 1");
  }

  @Test
  void refusesROrSOutsideTheGroup() {
    refused(ZERO + S + "00", "outside 1..n-1");
    refused(R + ZERO + "00", "outside 1..n-1");
    refused(hex(Secp256k1.ORDER) + S + "00", "outside 1..n-1");
    refused("f".repeat(64) + S + "00", "outside 1..n-1");
    assertThat(new Signature(hex(Secp256k1.ORDER.subtract(BigInteger.ONE)) + S + "00").r())
        .isEqualTo(Secp256k1.ORDER.subtract(BigInteger.ONE));
  }

  @Test
  void refusesOtherTexts() {
    refused(GOOD.toUpperCase(Locale.ROOT), "lowercase hex");
    refused("0x" + GOOD, "lowercase hex");
    refused(GOOD.substring(2), "lowercase hex");
    refused(GOOD + "\n", "lowercase hex");
    refused("", "lowercase hex");
  }

  private static void refused(String text, String reason) {
    assertThatThrownBy(() -> new Signature(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  private static String hex(BigInteger value) {
    return HexFormat.of().formatHex(Secp256k1.bytes32(value));
  }
}
