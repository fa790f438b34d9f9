package org.obol.finetune.provenance;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.Sha256;

/**
 * One digest for a folder of files: SHA-256 over the raw digests of the files in the order of their
 * names (OpenSSF Model Signing 1.0, method "files"). It does not commit to the names.
 */
final class ModelRoot {

  /** By name, in the order of code points. */
  static final Comparator<HashedFile> ORDER =
      Comparator.comparing(
          file -> file.name().text(), (a, b) -> Arrays.compare(points(a), points(b)));

  private ModelRoot() {}

  static Sha256 of(List<HashedFile> files) {
    MessageDigest digest = Sha256.digest();
    files.stream().sorted(ORDER).forEach(file -> digest.update(file.sha256().bytes()));
    return Sha256.of(digest.digest());
  }

  static void requireEqual(String what, Sha256 computed, Json.Obj json) {
    if (!computed.equals(RunFields.hash(json, "root_digest"))) {
      throw new JsonException(what + ".root_digest is not the one of its files, " + computed);
    }
  }

  private static int[] points(String text) {
    return text.codePoints().toArray();
  }
}
