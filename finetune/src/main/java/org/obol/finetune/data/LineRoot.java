package org.obol.finetune.data;

import java.io.IOException;
import java.io.InputStream;
import org.obol.crypto.Sha256;

/**
 * The RFC 6962 root over the lines of a file, so that an owner can prove that a line was, or was
 * not, among those a run was given. A line is the bytes between LF (0x0A), as the rows of protocol
 * section 2; its leaf is SHA-256(0x00 ‖ line), without the salt of the manifest's rowRoot, which
 * only buyers can compute.
 *
 * @param lines how many there are; a final LF ends the last one, empty ones count
 */
public record LineRoot(long lines, Sha256 root) {

  /** Reads {@code in} to its end. */
  public static LineRoot of(InputStream in) throws IOException {
    try (var lines = new SourceLines(in)) {
      while (lines.next().isPresent()) {}
      return lines.source().lines();
    }
  }
}
