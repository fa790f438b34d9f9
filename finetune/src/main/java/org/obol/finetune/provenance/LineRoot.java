package org.obol.finetune.provenance;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.obol.crypto.Sha256;
import org.obol.dataset.tree.MerkleAccumulator;

/**
 * The RFC 6962 root over the lines of a file, so that an owner can prove that a line was, or was
 * not, among those a run was given. A line is the bytes between LF (0x0A), as the rows of protocol
 * section 2; its leaf is SHA-256(0x00 ‖ line), without the salt of the manifest's rowRoot, which
 * only buyers can compute.
 *
 * @param lines how many there are; a final LF ends the last one, empty ones count
 */
public record LineRoot(long lines, Sha256 root) {

  private static final byte LEAF = 0x00;
  private static final int BUFFER = 1 << 18;

  /** Reads {@code in} to its end. */
  public static LineRoot of(InputStream in) throws IOException {
    var tree = new MerkleAccumulator();
    MessageDigest leaf = Sha256.digest();
    leaf.update(LEAF);
    boolean open = false;
    byte[] buffer = new byte[BUFFER];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      int from = 0;
      for (int i = 0; i < read; i++) {
        if (buffer[i] == '\n') {
          leaf.update(buffer, from, i - from);
          tree.add(leaf.digest());
          leaf.update(LEAF);
          from = i + 1;
        }
      }
      leaf.update(buffer, from, read - from);
      open = read > 0 ? from < read : open;
    }
    if (open) {
      tree.add(leaf.digest());
    }
    return new LineRoot(tree.leaves(), tree.root());
  }
}
