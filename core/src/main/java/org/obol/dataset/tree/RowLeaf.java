package org.obol.dataset.tree;

import java.security.MessageDigest;
import org.obol.crypto.Sha256;

/** The leaf hashes of rows, one after the other: SHA-256(0x00‖salt_i‖row). Not thread-safe. */
final class RowLeaf {

  private static final byte LEAF = 0x00;

  private final RowSalt salt;
  private final MessageDigest sha256 = Sha256.digest();

  RowLeaf(RowKey key) {
    salt = new RowSalt(key);
  }

  /** Begins the row of that index, from 0. */
  void begin(long index) {
    sha256.update(LEAF);
    sha256.update(salt.at(index));
  }

  /** Takes {@code data[from..to)} as the next bytes of the row. */
  void update(byte[] data, int from, int to) {
    sha256.update(data, from, to - from);
  }

  /** The hash of the row that was begun. */
  byte[] end() {
    return sha256.digest();
  }
}
