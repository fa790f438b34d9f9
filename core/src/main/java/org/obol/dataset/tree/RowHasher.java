package org.obol.dataset.tree;

import java.security.MessageDigest;
import org.obol.crypto.Sha256;

/**
 * The row root of a JSON Lines stream: rows are the bytes between LF, a CR belongs to its row, a
 * final LF ends the last row, empty rows count. The leaf of row i is SHA-256(0x00‖salt_i‖row). Also
 * demands that the stream is UTF-8. Not thread-safe.
 */
final class RowHasher {

  private static final byte LEAF = 0x00;

  private final RowSalt salt;
  private final MerkleAccumulator tree = new MerkleAccumulator();
  private final MessageDigest row = Sha256.digest();
  private final Utf8Scanner utf8 = new Utf8Scanner();
  private boolean open;

  RowHasher(RowKey key) {
    salt = new RowSalt(key);
  }

  void update(byte[] data, int length) {
    int start = 0;
    while (start < length) {
      int end = utf8.lineFeed(data, start, length, tree.leaves() + 1);
      begin();
      row.update(data, start, end - start);
      if (end < length) {
        finish();
      }
      start = end + 1;
    }
  }

  /** Ends the last row; the accumulator then holds count and root. */
  MerkleAccumulator end() {
    utf8.end(tree.leaves() + 1);
    if (open) {
      finish();
    }
    return tree;
  }

  private void begin() {
    if (!open) {
      row.update(LEAF);
      row.update(salt.at(tree.leaves()));
      open = true;
    }
  }

  private void finish() {
    tree.add(row.digest());
    open = false;
  }
}
