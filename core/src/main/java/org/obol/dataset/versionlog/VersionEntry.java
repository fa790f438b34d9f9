package org.obol.dataset.versionlog;

import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.Sha256;
import org.obol.crypto.Signature;

/**
 * One signed version in the log.
 *
 * @param claim what is signed
 * @param timestamp RFC 3339 text exactly as it came in; not part of the digest
 * @param signature of the owner over the claim's digest
 */
public record VersionEntry(EntryClaim claim, String timestamp, Signature signature) {

  /** Number of the version, from 1. */
  public long seq() {
    return claim.seq();
  }

  /** Content address of the version. */
  public Sha256 manifestHash() {
    return claim.manifestHash();
  }

  /** SHA-256 of the primary artifact. */
  public Sha256 fileHash() {
    return claim.fileHash();
  }

  /** Bytes of the primary artifact. */
  public long size() {
    return claim.size();
  }

  /** The wire form, with the field names and order of the reference. */
  public Json.Obj toJson() {
    return Json.object()
        .put("seq", seq())
        .put("manifestHash", manifestHash().hex())
        .put("fileHash", fileHash().hex())
        .put("size", size())
        .put("prevSig", claim.prevSig())
        .put("timestamp", timestamp)
        .put("signature", signature.hex())
        .build();
  }

  /**
   * Reads the wire form.
   *
   * @throws JsonException naming the field that is missing or malformed
   */
  public static VersionEntry fromJson(Json json) {
    Json.Obj entry = json.asObject("an entry");
    try {
      var claim =
          new EntryClaim(
              entry.requireInteger("seq"),
              hash(entry, "manifestHash"),
              hash(entry, "fileHash"),
              entry.requireInteger("size"),
              entry.text("prevSig").orElse(""));
      return new VersionEntry(
          claim, entry.requireText("timestamp"), new Signature(entry.requireText("signature")));
    } catch (IllegalArgumentException e) {
      throw new JsonException(String.valueOf(e.getMessage()));
    }
  }

  private static Sha256 hash(Json.Obj entry, String field) {
    String text = entry.requireText(field);
    if (!Sha256.isHex(text)) {
      throw new JsonException(field + " is not 64 lowercase hex characters");
    }
    return new Sha256(text);
  }
}
