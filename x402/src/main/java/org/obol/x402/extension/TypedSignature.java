package org.obol.x402.extension;

import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Secp256k1;
import org.obol.crypto.Signature;
import org.obol.evm.HexBytes;

/** Signatures of keys as these extensions write them: 0x, r, s and v of 27 or 28. */
final class TypedSignature {

  private static final int V = 64;

  private TypedSignature() {}

  static String sign(Bytes32 digest, PrivateKey key) {
    byte[] bytes = Secp256k1.sign(digest.bytes(), key).bytes();
    bytes[V] = (byte) (bytes[V] + 27);
    return HexBytes.of(bytes).hex();
  }

  /** Who signed; empty when the text is no canonical signature. */
  static Optional<Address> signer(Bytes32 digest, String signature) {
    try {
      byte[] bytes = HexBytes.parse(signature).bytes();
      if (bytes.length != V + 1) {
        return Optional.empty();
      }
      bytes[V] = (byte) (bytes[V] < 27 ? bytes[V] : bytes[V] - 27);
      return Secp256k1.recover(
          digest.bytes(), new Signature(HexBytes.of(bytes).hex().substring(2)));
    } catch (IllegalArgumentException notCanonical) {
      return Optional.empty();
    }
  }
}
