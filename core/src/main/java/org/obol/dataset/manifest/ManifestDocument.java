package org.obol.dataset.manifest;

import java.util.Arrays;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.CanonicalJson;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.VerificationException;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.dataset.versionlog.VersionLog;

/** A manifest together with its canonical bytes and their hash, which is the version's address. */
public final class ManifestDocument {

  /** Longest manifest that is read, 16 MiB (about 40,000 files). */
  public static final long MAX_BYTES = 16L << 20;

  private final Manifest manifest;
  private final byte[] bytes;

  private ManifestDocument(Manifest manifest, byte[] bytes) {
    this.manifest = manifest;
    this.bytes = bytes;
  }

  /**
   * The document that {@code manifest} makes. It is read back, so that nothing is signed that no
   * client would accept.
   *
   * @throws JsonException when it is too long, or holds a value that has no canonical form
   */
  public static ManifestDocument of(Manifest manifest) {
    return read(CanonicalJson.bytes(manifest.toJson()));
  }

  /**
   * Reads the bytes a server or a ledger gave.
   *
   * @throws JsonException when they are not a manifest, or not in canonical form
   */
  public static ManifestDocument read(byte[] bytes) {
    Json json = JsonReader.read(bytes, MAX_BYTES);
    if (!Arrays.equals(CanonicalJson.bytes(json), bytes)) {
      throw new JsonException("the manifest is not in canonical form (RFC 8785)");
    }
    return new ManifestDocument(Manifest.fromJson(json), bytes.clone());
  }

  /** What it says. */
  public Manifest manifest() {
    return manifest;
  }

  /** A copy of the canonical bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** SHA-256 of the canonical bytes: the manifestHash of the entry. */
  public Sha256 hash() {
    return Sha256.hash(bytes);
  }

  /**
   * Demands that this is the manifest of version {@code seq} in {@code log}, which is known to be
   * {@code owner}'s, of the dataset that was asked for (protocol section 2).
   *
   * @throws VerificationException {@code manifest_mismatch}, naming the field
   */
  public void requireMatches(DatasetId asked, VersionLog log, long seq, Address owner) {
    VersionEntry entry = log.entry(seq).orElseThrow();
    match("manifestHash", entry.manifestHash(), hash());
    match("dataset", asked, manifest.dataset());
    match("seq", seq, manifest.seq());
    match("owner", owner, manifest.owner());
    match("files[0].sha256", entry.fileHash(), manifest.primary().sha256());
    match("files[0].size", entry.size(), manifest.primary().size());
    match("createdAt", entry.timestamp(), manifest.createdAt());
    Optional<Sha256> parent = log.entry(seq - 1).map(VersionEntry::manifestHash);
    match("parent", parent, manifest.parent());
  }

  private static void match(String field, Object expected, Object found) {
    if (!expected.equals(found)) {
      throw new VerificationException(
          "manifest_mismatch",
          "the manifest's "
              + field
              + " is "
              + found
              + ", but the signed log and the request say "
              + expected);
    }
  }
}
