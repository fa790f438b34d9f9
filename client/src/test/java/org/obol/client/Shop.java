package org.obol.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.manifest.Card;
import org.obol.dataset.manifest.FileName;
import org.obol.dataset.manifest.Manifest;
import org.obol.dataset.manifest.ManifestDocument;
import org.obol.dataset.manifest.ManifestFile;
import org.obol.dataset.tree.FileDigest;
import org.obol.dataset.tree.FileHasher;
import org.obol.dataset.tree.RowKey;
import org.obol.dataset.versionlog.EntryClaim;
import org.obol.dataset.versionlog.LogDocument;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.dataset.versionlog.VersionLog;

/** What an honest owner publishes: real keys, real signatures, real trees. */
final class Shop {

  /** The key of the versionlog vectors. */
  static final PrivateKey KEY =
      PrivateKey.ofHex("fbbecb328aa2c828a3d445883b667c09f133b7e483aed00855d9665858eba3d3");

  static final DatasetId ID = new DatasetId("pi-sessions");
  private static final String TIME = "2026-06-14T12:00:00Z";

  /** A file and what is needed to serve it. */
  record Stock(String name, byte[] bytes, RowKey rowKey, FileDigest digest) {
    Sha256 sha256() {
      return digest.sha256();
    }
  }

  final List<VersionEntry> entries = new ArrayList<>();
  final Map<Integer, ManifestDocument> manifests = new HashMap<>();
  final Map<Integer, List<Stock>> stock = new HashMap<>();
  private final PrivateKey key;

  Shop(PrivateKey key) {
    this.key = key;
  }

  static Shop with(byte[] file) {
    return new Shop(KEY).publish(file);
  }

  Shop publish(byte[] file) {
    return publish(List.of(stock("data.jsonl", file)), true);
  }

  /** Appends an entry without a manifest, as the reference does. */
  Shop publishBare(byte[] file) {
    return publish(List.of(stock("data.jsonl", file)), false);
  }

  Shop publish(List<Stock> files, boolean withManifest) {
    return publish(
        files, withManifest, files.stream().map(Shop::describe).toList(), Optional.empty());
  }

  Shop publish(
      List<Stock> files,
      boolean withManifest,
      List<ManifestFile> described,
      Optional<Long> importedThrough) {
    int seq = entries.size() + 1;
    Optional<Sha256> parent =
        entries.isEmpty() ? Optional.empty() : Optional.of(entries.getLast().manifestHash());
    var manifest =
        ManifestDocument.of(
            new Manifest(
                ID,
                seq,
                parent,
                TIME,
                key.address(),
                Card.EMPTY,
                described,
                Optional.empty(),
                Optional.empty(),
                importedThrough));
    ManifestFile primary = described.getFirst();
    String previous = entries.isEmpty() ? "" : entries.getLast().signature().hex();
    var claim = new EntryClaim(seq, manifest.hash(), primary.sha256(), primary.size(), previous);
    entries.add(claim.sign(key, TIME));
    stock.put(seq, files);
    if (withManifest) {
      manifests.put(seq, manifest);
    }
    return this;
  }

  static Stock stock(String name, byte[] bytes) {
    RowKey rowKey = RowKey.of(Sha256.hash(name).bytes());
    try {
      Optional<RowKey> rows = name.endsWith(".jsonl") ? Optional.of(rowKey) : Optional.empty();
      return new Stock(name, bytes, rowKey, FileHasher.hash(new ByteArrayInputStream(bytes), rows));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ManifestFile describe(Stock file) {
    return new ManifestFile(
        new FileName(file.name()),
        ManifestFile.JSONL,
        file.bytes().length,
        file.sha256(),
        file.digest().chunks().root(),
        file.digest()
            .rows()
            .map(r -> new ManifestFile.Rows(r.count(), r.root(), file.rowKey().sha256())));
  }

  Stock file(int version, int index) {
    return Optional.ofNullable(stock.get(version)).orElseThrow().get(index);
  }

  byte[] versions() {
    return LogDocument.toJson(ID.text(), new VersionLog(entries)).utf8();
  }

  byte[] chunks(int version, int index) {
    Stock file = file(version, index);
    Base64.Encoder base64 = Base64.getEncoder();
    return Json.object()
        .put("leaves", base64.encodeToString(file.digest().chunks().bytes()))
        .put("rowKey", HexFormat.of().formatHex(file.rowKey().bytes()))
        .build()
        .utf8();
  }

  /** Lines of text, about {@code size} bytes, the same for the same seed. */
  static byte[] lines(long seed, int size) {
    var random = new java.util.SplittableRandom(seed);
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = i % 97 == 96 ? (byte) '\n' : (byte) ('a' + random.nextInt(26));
    }
    return bytes;
  }
}
