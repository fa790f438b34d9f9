package org.obol.ledger;

import java.util.HexFormat;
import java.util.Optional;
import org.obol.crypto.Json;
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
        VersionEntry.fromJson(json.object("entry").orElseThrow()),
        ManifestDocument.read(
            org.obol.crypto.CanonicalJson.bytes(json.object("manifest").orElseThrow())),
        json.text("rowKey").map(hex -> RowKey.of(HexFormat.of().parseHex(hex))));
  }
}
