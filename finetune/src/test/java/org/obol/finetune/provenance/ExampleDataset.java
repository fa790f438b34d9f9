package org.obol.finetune.provenance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.obol.crypto.Address;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.LogOrigin;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.dataset.manifest.Card;
import org.obol.dataset.manifest.FileName;
import org.obol.dataset.manifest.Manifest;
import org.obol.dataset.manifest.ManifestDocument;
import org.obol.dataset.manifest.ManifestFile;
import org.obol.dataset.sale.Offer;
import org.obol.dataset.sale.Payee;
import org.obol.dataset.sale.Receipt;
import org.obol.dataset.sale.SellerRecord;
import org.obol.dataset.sale.Signed;
import org.obol.dataset.tree.FileDigest;
import org.obol.dataset.tree.FileHasher;
import org.obol.dataset.tree.RowKey;
import org.obol.dataset.versionlog.EntryClaim;
import org.obol.dataset.versionlog.LogDocument;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.dataset.versionlog.VersionLog;

/**
 * A dataset of three versions with its log, and a sale of version 2.
 *
 * @param owner signs the log
 * @param manifests one for each version
 */
public record ExampleDataset(
    PrivateKey owner, DatasetId id, VersionLog log, List<ManifestDocument> manifests) {

  /** The first accounts of the well-known test mnemonic. */
  public static final PrivateKey OWNER =
      PrivateKey.ofHex("ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");

  public static final PrivateKey NODE =
      PrivateKey.ofHex("59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d");
  public static final PrivateKey RUNNER =
      PrivateKey.ofHex("5de4111afa1a4b94908f83103eb1f1706367c2e68ca870fc3fb9a804cdab365a");
  public static final PrivateKey STRANGER =
      PrivateKey.ofHex("7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6");

  public static final DatasetId ID = new DatasetId("pi-sessions");
  public static final Instant ISSUED = Instant.parse("2026-06-14T12:00:30Z");
  public static final Card CARD =
      new Card(
          Optional.of("Sessions"),
          Optional.empty(),
          Optional.of("CC-BY-4.0"),
          Optional.of(Sha256.hash("the licence's text")),
          List.of(),
          Map.of());

  private static final RowKey ROW_KEY = RowKey.of(new byte[32]);

  /** The dataset that the tests are about. */
  public static ExampleDataset make() {
    return make(OWNER, ID, CARD);
  }

  public static ExampleDataset make(PrivateKey owner, DatasetId id, Card card) {
    List<VersionEntry> entries = new ArrayList<>();
    List<ManifestDocument> manifests = new ArrayList<>();
    for (int seq = 1; seq <= 3; seq++) {
      String time = "2026-06-14T12:00:0" + seq + "Z";
      byte[] data = data(seq);
      Optional<Sha256> parent =
          seq == 1 ? Optional.empty() : Optional.of(manifests.getLast().hash());
      var manifest =
          new Manifest(
              id,
              seq,
              parent,
              time,
              owner.address(),
              card,
              List.of(file("sft.jsonl", data), file("extra.jsonl", data(10 + seq))),
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
      var document = ManifestDocument.of(manifest);
      String previous = entries.isEmpty() ? "" : entries.getLast().signature().hex();
      var claim = new EntryClaim(seq, document.hash(), Sha256.hash(data), data.length, previous);
      entries.add(claim.sign(owner, time));
      manifests.add(document);
    }
    return new ExampleDataset(owner, id, new VersionLog(entries), manifests);
  }

  /** The primary file of version {@code seq}. */
  public static byte[] data(int seq) {
    var text = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      text.append(
          "{\"prompt\":\"v" + seq + " question " + i + "\",\"completion\":\"" + i + "\"}\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  public LogOrigin origin() {
    return new LogOrigin(owner.address(), id);
  }

  public ManifestDocument manifest(int seq) {
    return manifests.get(seq - 1);
  }

  /** What a buyer of version 2 holds. */
  public DatasetEvidence evidence() {
    return evidence(sale(receipt(2, NODE)));
  }

  public DatasetEvidence evidence(SaleEvidence sale) {
    return new DatasetEvidence(document(log), manifest(2), owner.address(), sale);
  }

  public LogDocument document(VersionLog entries) {
    return LogDocument.read(LogDocument.toJson(id.text(), entries).utf8());
  }

  /** Version 2, with its file, whatever the checks would say. */
  public DatasetBinding.Verified binding(DatasetEvidence evidence) {
    var file = HashedFile.of(new FileName("sft.jsonl"), data(2));
    return new DatasetBinding.Verified(
        file, evidence, new TrainingPermission.Allowed("the licence CC-BY-4.0 allows it"));
  }

  public SaleEvidence sale(Signed<Receipt> receipt) {
    return new SaleEvidence(List.of(receipt), Optional.of(seller(owner, NODE.address())));
  }

  public Signed<Receipt> receipt(int seq, PrivateKey signer) {
    Payee payee = new Payee("eip155:84532", new Address("0x" + "2".repeat(40)), owner.address());
    var offer =
        new Offer(
            origin(),
            seq,
            manifest(seq).hash(),
            Optional.empty(),
            VersionRange.upTo(seq),
            payee,
            BigInteger.valueOf(5_000_000),
            ISSUED.plusSeconds(60));
    var settlement =
        new Receipt.Settlement(RUNNER.address(), "0x" + Sha256.hash("a transaction").hex());
    return Receipt.of(offer.sign(signer), settlement, "e-1", ISSUED).sign(signer);
  }

  /** A seller record for this log, by whoever signs it. */
  public Signed<SellerRecord> seller(PrivateKey signer, Address node) {
    return new SellerRecord(
            origin(),
            1,
            ISSUED.minusSeconds(86_400),
            ISSUED.plusSeconds(86_400),
            List.of(node),
            List.of(),
            List.of())
        .sign(signer);
  }

  private static ManifestFile file(String name, byte[] data) {
    try {
      FileDigest digest = FileHasher.hash(new ByteArrayInputStream(data), Optional.of(ROW_KEY));
      FileDigest.RowDigest rows = digest.rows().orElseThrow();
      return new ManifestFile(
          new FileName(name),
          ManifestFile.JSONL,
          digest.size(),
          digest.sha256(),
          digest.chunks().root(),
          Optional.of(new ManifestFile.Rows(rows.count(), rows.root(), ROW_KEY.sha256())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
