package org.obol.client.source;

import java.util.Base64;
import java.util.Optional;
import java.util.function.Supplier;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.VerificationException;
import org.obol.dataset.manifest.ManifestDocument;
import org.obol.dataset.manifest.ManifestFile;
import org.obol.dataset.tree.Chunks;
import org.obol.dataset.tree.RowKey;
import org.obol.dataset.versionlog.LogDocument;

/** The routes of protocol section 4 that a buyer uses, on one source. */
public record SellerApi(Wire wire, Source source, DatasetId dataset) {

  /**
   * What /chunks gives: both parts are verified against the manifest.
   *
   * @param rowKey absent when the file has no rows
   */
  public record ChunkList(Chunks chunks, Optional<RowKey> rowKey) {}

  /** The version log, not yet verified. */
  public LogDocument versions() {
    byte[] reply = wire.patiently(source, Wire.Ask.get(path("versions")), LogDocument.MAX_BYTES);
    return wellFormed("version log", () -> LogDocument.read(reply));
  }

  /** The manifest of a version, in canonical form but not yet matched; empty on 404. */
  public Optional<ManifestDocument> manifest(long version) {
    try {
      Wire.Ask ask = Wire.Ask.get(path("manifest") + "?version=" + version);
      byte[] reply = wire.patiently(source, ask, ManifestDocument.MAX_BYTES);
      return Optional.of(wellFormed("manifest", () -> ManifestDocument.read(reply)));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * The chunk hashes and the row key of one file.
   *
   * @throws VerificationException when they are not the ones the manifest commits to
   */
  public ChunkList chunks(long version, int index, ManifestFile file) {
    // Base64 of the leaves, and some room for the row key and what may be added.
    long limit = Chunks.count(file.size()) * Sha256.BYTES * 2 + (64 << 10);
    byte[] reply =
        wire.patiently(source, Wire.Ask.get(path("chunks") + query(version, index)), limit);
    return wellFormed(
        "chunk list",
        () -> {
          Json.Obj json = JsonReader.read(reply, limit).asObject("the chunk list");
          Chunks chunks =
              Chunks.verified(base64(json.requireText("leaves")), file.size(), file.chunkRoot());
          return new ChunkList(chunks, file.rows().map(rows -> rowKey(json, rows)));
        });
  }

  /** The request for the bytes of one file. */
  public Wire.Ask download(long version, int index) {
    return Wire.Ask.get(path("download") + query(version, index));
  }

  /** What cannot be read cannot be verified either, and asking again does not help. */
  private <T> T wellFormed(String what, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (JsonException e) {
      throw new VerificationException(
          "malformed", source.origin() + " sent a " + what + " that is none: " + e.getMessage());
    }
  }

  private String path(String route) {
    return "/dataset/" + dataset + "/" + route;
  }

  private static String query(long version, int index) {
    return "?version=" + version + (index == 0 ? "" : "&file=" + index);
  }

  private static RowKey rowKey(Json.Obj json, ManifestFile.Rows rows) {
    String hex = json.requireText("rowKey");
    Optional<RowKey> key =
        Sha256.isHex(hex) ? Optional.of(RowKey.of(new Sha256(hex).bytes())) : Optional.empty();
    return key.filter(k -> k.sha256().equals(rows.keySha256()))
        .orElseThrow(
            () ->
                new VerificationException(
                    "row_key_mismatch",
                    "the server's row key is not the one whose digest is signed"));
  }

  private static byte[] base64(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new VerificationException(
          "chunk_root_mismatch", "the server's chunk list is not base64");
    }
  }
}
