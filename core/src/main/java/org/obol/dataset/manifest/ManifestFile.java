package org.obol.dataset.manifest;

import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonObject;
import org.obol.crypto.Sha256;
import org.obol.dataset.tree.Chunks;

/**
 * One file of a version.
 *
 * @param size bytes, 0..2^53-1
 * @param chunkRoot RFC 6962 root over the chunks of exactly {@value Chunks#SIZE} bytes
 * @param rows absent when the file is not JSON Lines
 */
public record ManifestFile(
    FileName name,
    String mediaType,
    long size,
    Sha256 sha256,
    Sha256 chunkRoot,
    Optional<Rows> rows) {

  /** The media type of JSON Lines in manifests. */
  public static final String JSONL = "application/jsonl";

  /**
   * The rows of a JSON Lines file.
   *
   * @param root RFC 6962 root over the salted rows
   * @param keySha256 digest of the row key that salts them
   */
  public record Rows(long count, Sha256 root, Sha256 keySha256) {
    /**
     * Checks the count.
     *
     * @throws JsonException when it is negative
     */
    public Rows {
      if (count < 0) {
        throw new JsonException("rows " + count + " is negative");
      }
    }
  }

  /**
   * Checks the size.
   *
   * @throws JsonException when it is negative
   */
  public ManifestFile {
    if (size < 0) {
      throw new JsonException("size " + size + " is negative");
    }
  }

  /** Whether both have the same name, type and bytes; row roots differ with every row key. */
  public boolean sameContent(ManifestFile other) {
    return name.equals(other.name)
        && mediaType.equals(other.mediaType)
        && size == other.size
        && sha256.equals(other.sha256);
  }

  Json.Obj toJson() {
    JsonObject out =
        Json.object()
            .put("name", name.text())
            .put("mediaType", mediaType)
            .put("size", size)
            .put("sha256", sha256.hex())
            .put("chunkSize", Chunks.SIZE)
            .put("chunkRoot", chunkRoot.hex());
    rows.ifPresent(
        r ->
            out.put("rows", r.count())
                .put("rowRoot", r.root().hex())
                .put("rowKeySha256", r.keySha256().hex()));
    return out.build();
  }

  static ManifestFile fromJson(Json json) {
    Json.Obj file = json.asObject("a file");
    long chunkSize = file.requireInteger("chunkSize");
    if (chunkSize != Chunks.SIZE) {
      throw new JsonException("chunkSize " + chunkSize + " is not supported, only " + Chunks.SIZE);
    }
    return new ManifestFile(
        name(file.requireText("name")),
        file.requireText("mediaType"),
        file.requireInteger("size"),
        hash(file, "sha256"),
        hash(file, "chunkRoot"),
        rows(file));
  }

  private static Optional<Rows> rows(Json.Obj file) {
    if (file.get("rowRoot").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Rows(file.requireInteger("rows"), hash(file, "rowRoot"), hash(file, "rowKeySha256")));
  }

  private static FileName name(String text) {
    try {
      return new FileName(text);
    } catch (IllegalArgumentException e) {
      throw new JsonException(String.valueOf(e.getMessage()));
    }
  }

  static Sha256 hash(Json.Obj object, String field) {
    String text = object.requireText(field);
    if (!Sha256.isHex(text)) {
      throw new JsonException(field + " is not 64 lowercase hex characters");
    }
    return new Sha256(text);
  }
}
