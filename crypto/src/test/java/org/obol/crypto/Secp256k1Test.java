package org.obol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class Secp256k1Test {

  private static final PrivateKey KEY = PrivateKey.ofHex("0".repeat(63) + "1");

  @Test
  void rfc6979GivesTheKnownSignature() {
    // A widely used vector: key 1, SHA-256 of this text.
    Signature signature = Secp256k1.sign(Sha256.hash("Satoshi Nakamoto").bytes(), KEY);
    assertThat(signature.hex())
        .startsWith(
            "934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8"
                + "2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5");
  }

  @Test
  void anXThatIsNotOnTheCurveRecoversNobody() {
    // y² = 5³ + 7 has no root in the field.
    var signature = new Signature("0".repeat(63) + "5" + "0".repeat(63) + "1" + "00");
    assertThat(Secp256k1.recover(new byte[32], signature)).isEmpty();
  }

  @Test
  void thePointAtInfinityRecoversNobody() {
    // R = G and digest = s = 1: (s·R - digest·G) / r = 0.
    String x = "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
    var signature = new Signature(x + "0".repeat(63) + "1" + "00");
    byte[] digest = new byte[32];
    digest[31] = 1;
    assertThat(Secp256k1.recover(digest, signature)).isEmpty();
  }

  @Test
  void onlyADigestIsSigned() {
    assertThatThrownBy(() -> Secp256k1.sign(new byte[31], KEY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 bytes");
    Signature signature = Secp256k1.sign(new byte[32], KEY);
    assertThatThrownBy(() -> Secp256k1.recover(new byte[33], signature))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32 bytes");
  }
}
