package org.obol.finetune.provenance;

import java.util.Arrays;
import org.obol.crypto.CanonicalJson;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;

/** A run manifest together with its canonical bytes, which are what is signed. */
public final class RunDocument {

  /** Longest run manifest that is read, 4 MiB. */
  public static final long MAX_BYTES = 4L << 20;

  private final RunManifest manifest;
  private final byte[] bytes;

  private RunDocument(RunManifest manifest, byte[] bytes) {
    this.manifest = manifest;
    this.bytes = bytes;
  }

  /**
   * The document that {@code manifest} makes. It is read back, so that nothing is signed that no
   * verifier would accept.
   *
   * @throws JsonException when it is too long, or holds a value that has no canonical form
   */
  public static RunDocument of(RunManifest manifest) {
    return read(CanonicalJson.bytes(manifest.toJson()));
  }

  /**
   * Reads the bytes of a {@code run.manifest}.
   *
   * @throws JsonException when they are not a run manifest, or not in canonical form
   */
  public static RunDocument read(byte[] bytes) {
    Json json = JsonReader.read(bytes, MAX_BYTES);
    if (!Arrays.equals(CanonicalJson.bytes(json), bytes)) {
      throw new JsonException("the run manifest is not in canonical form (RFC 8785)");
    }
    return new RunDocument(RunManifest.fromJson(json), bytes.clone());
  }

  /** What it says. */
  public RunManifest manifest() {
    return manifest;
  }

  /** A copy of the canonical bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Its name, length and digest as a file of the run. */
  public HashedFile file() {
    return HashedFile.of(RunFiles.MANIFEST, bytes);
  }
}
