package org.obol.crypto;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** Recoverable ECDSA over secp256k1 (SEC 1, section 4.1): RFC 6979 nonces, low s (EIP-2). */
public final class Secp256k1 {

  // The custom curve has its own field arithmetic; the generic one is four times slower.
  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");

  static final BigInteger ORDER = CURVE.getN();
  static final BigInteger HALF_ORDER = ORDER.shiftRight(1);

  private Secp256k1() {}

  /** Signs the 32 bytes of {@code digest} as they are, without any message prefix. */
  public static Signature sign(byte[] digest, PrivateKey key) {
    requireDigest(digest);
    BigInteger d = key.scalar();
    BigInteger z = new BigInteger(1, digest);
    var nonces = new HMacDSAKCalculator(new SHA256Digest());
    nonces.init(ORDER, d, digest);
    while (true) {
      BigInteger k = nonces.nextK();
      ECPoint p = new FixedPointCombMultiplier().multiply(CURVE.getG(), k).normalize();
      BigInteger x = p.getAffineXCoord().toBigInteger();
      BigInteger r = x.mod(ORDER);
      BigInteger s = k.modInverse(ORDER).multiply(z.add(d.multiply(r))).mod(ORDER);
      // An x beyond the order (chance 2^-127) would need v in {2,3}, which no reader accepts.
      if (r.signum() == 0 || s.signum() == 0 || x.compareTo(ORDER) >= 0) {
        continue;
      }
      int v = p.getAffineYCoord().testBitZero() ? 1 : 0;
      return s.compareTo(HALF_ORDER) > 0
          ? Signature.of(r, ORDER.subtract(s), v ^ 1)
          : Signature.of(r, s, v);
    }
  }

  /** The address that made {@code signature} over {@code digest}; empty when no key can have. */
  public static Optional<Address> recover(byte[] digest, Signature signature) {
    requireDigest(digest);
    BigInteger r = signature.r();
    ECPoint point;
    try {
      byte[] compressed = new byte[33];
      compressed[0] = (byte) (2 + signature.v());
      System.arraycopy(bytes32(r), 0, compressed, 1, 32);
      point = CURVE.getCurve().decodePoint(compressed);
    } catch (IllegalArgumentException notOnCurve) {
      return Optional.empty();
    }
    BigInteger inverse = r.modInverse(ORDER);
    BigInteger u1 = new BigInteger(1, digest).negate().multiply(inverse).mod(ORDER);
    BigInteger u2 = signature.s().multiply(inverse).mod(ORDER);
    ECPoint q = ECAlgorithms.sumOfTwoMultiplies(CURVE.getG(), u1, point, u2).normalize();
    return q.isInfinity() ? Optional.empty() : Optional.of(addressOf(q));
  }

  static Address addressOf(BigInteger scalar) {
    return addressOf(new FixedPointCombMultiplier().multiply(CURVE.getG(), scalar).normalize());
  }

  /** The unsigned big-endian form of {@code value} in exactly 32 bytes. */
  static byte[] bytes32(BigInteger value) {
    byte[] raw = value.toByteArray();
    byte[] out = new byte[32];
    int from = Math.max(0, raw.length - 32);
    System.arraycopy(raw, from, out, 32 - (raw.length - from), raw.length - from);
    return out;
  }

  private static Address addressOf(ECPoint q) {
    byte[] encoded = q.getEncoded(false);
    return Address.ofPublicKey(Arrays.copyOfRange(encoded, 1, 65));
  }

  private static void requireDigest(byte[] digest) {
    if (digest.length != 32) {
      throw new IllegalArgumentException("a digest of 32 bytes is signed, not " + digest.length);
    }
  }
}
