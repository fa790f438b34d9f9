package org.obol.finetune.provenance;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.Sha256;
import org.obol.dataset.manifest.FileName;

/**
 * A file by its name, its length and its digest.
 *
 * @param bytes its length, 0..2^53-1
 */
public record HashedFile(FileName name, long bytes, Sha256 sha256) {

  private static final int BUFFER = 1 << 18;

  /**
   * Checks the length.
   *
   * @throws JsonException when it is negative or too large to be kept exactly
   */
  public HashedFile {
    RunFields.requireCount("bytes", bytes);
  }

  /** A file with this content. */
  public static HashedFile of(FileName name, byte[] content) {
    return new HashedFile(name, content.length, Sha256.hash(content));
  }

  /** The file that {@code in} reads to its end. */
  public static HashedFile of(FileName name, InputStream in) throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[BUFFER];
    long bytes = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      digest.update(buffer, 0, read);
      bytes += read;
    }
    return new HashedFile(name, bytes, Sha256.of(digest.digest()));
  }

  /** The same bytes under another name. */
  public HashedFile named(FileName other) {
    return new HashedFile(other, bytes, sha256);
  }

  /** Whether both have the same bytes. */
  public boolean sameContent(HashedFile other) {
    return bytes == other.bytes && sha256.equals(other.sha256);
  }

  Json.Obj toJson() {
    return Json.object()
        .put("path", name.text())
        .put("bytes", bytes)
        .put("sha256", sha256.hex())
        .build();
  }

  static HashedFile fromJson(Json json) {
    Json.Obj file = json.asObject("a file");
    return new HashedFile(
        RunFields.name(file, "path"), file.requireInteger("bytes"), RunFields.hash(file, "sha256"));
  }
}
