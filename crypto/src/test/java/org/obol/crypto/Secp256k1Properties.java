package org.obol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class Secp256k1Properties {

  @Property(tries = 200)
  void whatAKeySignedRecoversToItsAddress(
      @ForAll @Size(32) byte[] secret, @ForAll @Size(32) byte[] digest) {
    PrivateKey key = key(secret);
    assertThat(Secp256k1.recover(digest, Secp256k1.sign(digest, key))).contains(key.address());
  }

  @Property(tries = 300)
  void aFlippedBitOfTheDigestNeverRecoversTheSigner(
      @ForAll @Size(32) byte[] secret,
      @ForAll @Size(32) byte[] digest,
      @ForAll @IntRange(max = 255) int bit) {
    PrivateKey key = key(secret);
    Signature signature = Secp256k1.sign(digest, key);
    assertThat(Secp256k1.recover(flip(digest, bit), signature)).isNotEqualTo(signer(key));
  }

  @Property(tries = 500)
  void aFlippedBitOfTheSignatureNeverRecoversTheSigner(
      @ForAll @Size(32) byte[] secret,
      @ForAll @Size(32) byte[] digest,
      @ForAll @IntRange(max = 8 * 65 - 1) int bit) {
    PrivateKey key = key(secret);
    byte[] changed = flip(Secp256k1.sign(digest, key).bytes(), bit);
    assertThat(recover(digest, HexFormat.of().formatHex(changed))).isNotEqualTo(signer(key));
  }

  private static Optional<Address> recover(byte[] digest, String signature) {
    Signature parsed;
    try {
      parsed = new Signature(signature);
    } catch (IllegalArgumentException notCanonical) {
      return Optional.empty();
    }
    return Secp256k1.recover(digest, parsed);
  }

  private static Optional<Address> signer(PrivateKey key) {
    return Optional.of(key.address());
  }

  /** Any 32 bytes as a key: the first bit is cleared and the last set, so that it is in range. */
  private static PrivateKey key(byte[] secret) {
    byte[] bytes = secret.clone();
    bytes[0] &= 0x7f;
    bytes[31] |= 1;
    return PrivateKey.ofBytes(bytes);
  }

  private static byte[] flip(byte[] bytes, int bit) {
    byte[] changed = bytes.clone();
    changed[bit / 8] ^= (byte) (1 << bit % 8);
    return changed;
  }
}
