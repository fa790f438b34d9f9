package org.obol.dataset.manifest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.versionlog.EntryClaim;
import org.obol.dataset.versionlog.LogVector;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.dataset.versionlog.VersionLog;

/** A manifest with every member, and a log of two versions whose second one it is. */
final class Manifests {

  static final DatasetId DATASET = new DatasetId("pi-sessions");
  static final LogVector OWNER = LogVector.named("vector-one");
  static final String TIME = "2026-06-14T12:00:02Z";

  private static final VersionEntry FIRST =
      new EntryClaim(1, Sha256.hash("m1"), Sha256.hash("f1"), 1, "").sign(OWNER.testKey(), TIME);

  private Manifests() {}

  static Manifest full() {
    return new Manifest(
        DATASET,
        2,
        Optional.of(FIRST.manifestHash()),
        TIME,
        OWNER.owner(),
        new Card(
            Optional.of("Title 日本"),
            Optional.of("line\nline"),
            Optional.of("CC-BY-4.0"),
            Optional.of(Sha256.hash("licence")),
            List.of("b", "a"),
            Map.of("train", "allowed")),
        List.of(jsonl("sft.jsonl"), other("notes/read.me")),
        Optional.of(Json.object().put("engine", "x").build()),
        Optional.of(Sha256.hash("declared")),
        Optional.of(1L));
  }

  static Manifest withFiles(ManifestFile... files) {
    Manifest m = full();
    return new Manifest(
        m.dataset(),
        m.seq(),
        m.parent(),
        m.createdAt(),
        m.owner(),
        m.card(),
        List.of(files),
        m.anonymization(),
        m.declaredHash(),
        m.importedThrough());
  }

  static Manifest withAnonymization(Optional<Json.Obj> anonymization) {
    Manifest m = full();
    return new Manifest(
        m.dataset(),
        m.seq(),
        m.parent(),
        m.createdAt(),
        m.owner(),
        m.card(),
        m.files(),
        anonymization,
        m.declaredHash(),
        m.importedThrough());
  }

  static ManifestFile jsonl(String name) {
    var rows = new ManifestFile.Rows(3, Sha256.hash("rows"), Sha256.hash("key"));
    return new ManifestFile(
        new FileName(name),
        ManifestFile.JSONL,
        42,
        Sha256.hash("bytes"),
        Sha256.hash("chunks"),
        Optional.of(rows));
  }

  static ManifestFile other(String name) {
    return new ManifestFile(
        new FileName(name),
        "text/plain",
        0,
        Sha256.hash(""),
        Sha256.hash("chunks"),
        Optional.empty());
  }

  /** The log whose head says what {@code manifest} says, except where the caller lies. */
  static VersionLog log(ManifestDocument manifest, Sha256 fileHash, long size, String timestamp) {
    var claim = new EntryClaim(2, manifest.hash(), fileHash, size, FIRST.signature().hex());
    return new VersionLog(List.of(FIRST, claim.sign(OWNER.testKey(), timestamp)));
  }

  static VersionLog log(ManifestDocument manifest) {
    ManifestFile primary = full().primary();
    return log(manifest, primary.sha256(), primary.size(), TIME);
  }
}
