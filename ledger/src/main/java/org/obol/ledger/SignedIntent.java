package org.obol.ledger;

import java.util.HexFormat;
import java.util.Optional;
import org.obol.crypto.CanonicalJson;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.Sha256;
import org.obol.dataset.manifest.ManifestDocument;
import org.obol.dataset.tree.RowKey;
import org.obol.dataset.versionlog.VersionEntry;

/**
 * The last entry a key has signed, as it stands in {@code keys/<id>.last}, with what is needed to
 * append it after a crash between signing and commit.
 *
 * @param rowKey absent once the rows of that version were forgotten
 */
record SignedIntent(VersionEntry entry, ManifestDocument manifest, Optional<RowKey> rowKey) {

  private static final long MAX_BYTES = 2 * ManifestDocument.MAX_BYTES;

  long seq() {
    return entry.seq();
  }

  Sha256 digest() {
    return entry.claim().digest();
  }

  SignedIntent withoutRowKey() {
    return new SignedIntent(entry, manifest, Optional.empty());
  }

  byte[] toBytes() {
    return Json.object()
        .put("seq", seq())
        .put("digest", digest().hex())
        .put("entry", entry.toJson())
        .put("manifest", manifest.manifest().toJson())
        .putIfPresent("rowKey", rowKey.map(k -> new Json.Str(HexFormat.of().formatHex(k.bytes()))))
        .build()
        .utf8();
  }

  static SignedIntent read(byte[] bytes) {
    Json.Obj json = JsonReader.read(bytes, MAX_BYTES).asObject("the record of the last signature");
    return new SignedIntent(
        VersionEntry.fromJson(require(json, "entry")),
        ManifestDocument.read(CanonicalJson.bytes(require(json, "manifest"))),
        json.text("rowKey").map(SignedIntent::rowKey));
  }

  private static Json.Obj require(Json.Obj json, String field) {
    return json.object(field)
        .orElseThrow(() -> new JsonException("field \"" + field + "\" is missing"));
  }

  private static RowKey rowKey(String hex) {
    if (!Sha256.isHex(hex)) {
      throw new JsonException("rowKey is not 64 lowercase hex characters");
    }
    return RowKey.of(HexFormat.of().parseHex(hex));
  }
}
