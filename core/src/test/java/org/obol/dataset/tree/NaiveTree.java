package org.obol.dataset.tree;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.obol.crypto.Sha256;

/** The definitions of RFC 6962 section 2.1 and of protocol section 2, written down recursively. */
final class NaiveTree {

  private NaiveTree() {}

  /** MTH(D[n]). */
  static byte[] root(List<byte[]> leaves) {
    if (leaves.isEmpty()) {
      return sha256(new byte[0]);
    }
    if (leaves.size() == 1) {
      return sha256(new byte[] {0}, leaves.getFirst());
    }
    int k = Integer.highestOneBit(leaves.size() - 1);
    return sha256(
        new byte[] {1}, root(leaves.subList(0, k)), root(leaves.subList(k, leaves.size())));
  }

  static Sha256 chunkRoot(byte[] file) {
    List<byte[]> chunks = new ArrayList<>();
    for (int at = 0; at < file.length; at += Chunks.SIZE) {
      chunks.add(Arrays.copyOfRange(file, at, Math.min(file.length, at + Chunks.SIZE)));
    }
    return Sha256.of(root(chunks));
  }

  static FileDigest.RowDigest rows(byte[] file, RowKey key) {
    List<byte[]> rows = new ArrayList<>();
    var row = new ByteArrayOutputStream();
    for (byte b : file) {
      if (b == '\n') {
        rows.add(row.toByteArray());
        row.reset();
      } else {
        row.write(b);
      }
    }
    if (row.size() > 0) {
      rows.add(row.toByteArray());
    }
    List<byte[]> salted = new ArrayList<>();
    for (byte[] bytes : rows) {
      salted.add(join(salt(key, salted.size()), bytes));
    }
    return new FileDigest.RowDigest(rows.size(), Sha256.of(root(salted)));
  }

  static byte[] salt(RowKey key, long index) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.bytes(), "HmacSHA256"));
      return mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(index).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] sha256(byte[]... parts) {
    MessageDigest digest = Sha256.digest();
    return digest.digest(join(parts));
  }

  private static byte[] join(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
