package org.obol.discovery.registry;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import org.obol.crypto.Sha256;

/**
 * A content identifier of IPFS with a sha2-256 digest (multiformats CID, versions 0 and 1).
 *
 * @param raw whether the digest is of the file's own bytes, and not of a block around them
 */
record ContentId(boolean raw, Sha256 digest) {

  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  private static final int RAW = 0x55;
  private static final int DAG_PB = 0x70;
  private static final int SHA2_256 = 0x12;

  /** What a file is to the identifier. */
  enum Match {
    /** It is what the identifier names. */
    SAME,
    /** It is something else. */
    OTHER,
    /** It may be of several blocks, which were not asked for. */
    UNKNOWN
  }

  /**
   * The identifier in that path; empty when there is more to the path, or it is written otherwise
   * than in base32 (version 1) or base58 (version 0), or names another hash or format.
   */
  static Optional<ContentId> of(String path) {
    if (path.matches("b[a-z2-7]+")) {
      return ofBytes(base32(path.substring(1)));
    }
    return path.matches("Qm[1-9A-HJ-NP-Za-km-z]{44}")
        ? ofMultihash(false, base58(path))
        : Optional.empty();
  }

  private static Optional<ContentId> ofBytes(byte[] id) {
    if (id.length < 2 || id[0] != 1 || !(id[1] == RAW || id[1] == DAG_PB)) {
      return Optional.empty();
    }
    return ofMultihash(id[1] == RAW, Arrays.copyOfRange(id, 2, id.length));
  }

  private static Optional<ContentId> ofMultihash(boolean raw, byte[] hash) {
    return hash.length == 2 + Sha256.BYTES && hash[0] == SHA2_256 && hash[1] == Sha256.BYTES
        ? Optional.of(new ContentId(raw, Sha256.of(Arrays.copyOfRange(hash, 2, hash.length))))
        : Optional.empty();
  }

  /** Whether this is the identifier of that file. */
  Match compare(byte[] file) {
    if (digest.equals(Sha256.hash(raw ? file : block(file)))) {
      return Match.SAME;
    }
    return raw ? Match.OTHER : Match.UNKNOWN;
  }

  /** The file as the one block that a small file is put into: UnixFS in dag-pb, both protobuf. */
  private static byte[] block(byte[] file) {
    var unixFs = new ByteArrayOutputStream();
    unixFs.writeBytes(new byte[] {0x08, 0x02, 0x12}); // type: file, then its data
    varint(unixFs, file.length);
    unixFs.writeBytes(file);
    unixFs.write(0x18); // its size
    varint(unixFs, file.length);
    var node = new ByteArrayOutputStream();
    node.write(0x0a); // data of the node
    varint(node, unixFs.size());
    node.writeBytes(unixFs.toByteArray());
    return node.toByteArray();
  }

  private static void varint(ByteArrayOutputStream out, int value) {
    int rest = value;
    while (rest > 0x7f) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  /** RFC 4648 without padding; what is left over at the end is dropped. */
  private static byte[] base32(String text) {
    var out = new ByteArrayOutputStream();
    int bits = 0;
    int count = 0;
    for (char c : text.toCharArray()) {
      bits = ((bits << 5) | BASE32.indexOf(c)) & 0xfff;
      count += 5;
      if (count >= 8) {
        count -= 8;
        out.write(bits >>> count);
      }
    }
    return out.toByteArray();
  }

  private static byte[] base58(String text) {
    BigInteger value = BigInteger.ZERO;
    for (char c : text.toCharArray()) {
      value = value.multiply(BigInteger.valueOf(58)).add(BigInteger.valueOf(BASE58.indexOf(c)));
    }
    return value.toByteArray();
  }
}
