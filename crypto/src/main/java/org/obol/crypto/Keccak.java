package org.obol.crypto;

import org.bouncycastle.crypto.digests.KeccakDigest;

/** Keccak-256 as Ethereum uses it: the padding of the Keccak submission, not of FIPS 202. */
public final class Keccak {

  private Keccak() {}

  /** The 32-byte Keccak-256 digest of {@code data}. */
  public static byte[] hash(byte[] data) {
    var digest = new KeccakDigest(256);
    digest.update(data, 0, data.length);
    byte[] out = new byte[32];
    digest.doFinal(out, 0);
    return out;
  }
}
