package org.obol.devnet;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.obol.crypto.Address;
import org.obol.crypto.Bytes32;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Secp256k1;
import org.obol.evm.HexBytes;
import org.obol.evm.TransferAuthorization;

/** What the tests here share: where anvil is installed, and signed authorizations. */
final class TestChain {

  static final BigInteger PRICE = BigInteger.valueOf(10_000);
  static final BigInteger FOREVER = BigInteger.ONE.shiftLeft(255);

  private static final SecureRandom RANDOM = new SecureRandom();

  private TestChain() {}

  static DevnetConfig config() {
    return DevnetConfig.of(Anvil.install(Path.of("target", "anvil")));
  }

  static Bytes32 randomNonce() {
    byte[] nonce = new byte[32];
    RANDOM.nextBytes(nonce);
    return Bytes32.of(nonce);
  }

  /** A transfer of the price that is valid at any time. */
  static TransferAuthorization authorization(Address from, Address to) {
    return new TransferAuthorization(from, to, PRICE, BigInteger.ZERO, FOREVER, randomNonce());
  }

  /** The signature r‖s‖v with a v of 27 or 28. */
  static HexBytes sign(Bytes32 digest, PrivateKey key) {
    byte[] signature = Secp256k1.sign(digest.bytes(), key).bytes();
    signature[64] = (byte) (signature[64] + 27);
    return HexBytes.of(signature);
  }
}
