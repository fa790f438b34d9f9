package org.obol.cli.finetune;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.obol.cli.Session;
import org.obol.client.library.HeldVersion;
import org.obol.client.library.Library;
import org.obol.client.pay.LedgerPurchases;
import org.obol.client.pay.Purchase;
import org.obol.client.pins.LedgerPins;
import org.obol.crypto.Address;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;
import org.obol.dataset.manifest.FileName;
import org.obol.dataset.manifest.ManifestDocument;
import org.obol.dataset.versionlog.LogDocument;
import org.obol.finetune.provenance.DatasetBinding;
import org.obol.finetune.provenance.DatasetEvidence;
import org.obol.finetune.provenance.HashedFile;
import org.obol.finetune.provenance.SaleEvidence;
import org.obol.ledger.Db;
import picocli.CommandLine.Option;

/** What is learned, and how it is known whose it is. */
final class DatasetOptions {

  @Option(names = "--dataset", paramLabel = "FILE", description = "Records to learn, JSON Lines.")
  private @Nullable Path dataset;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = "The signed version log, when the file was not bought with this program.")
  private @Nullable Path log;

  @Option(
      names = "--manifest",
      paramLabel = "FILE",
      description = "The version's manifest, with --log and --owner.")
  private @Nullable Path manifest;

  @Option(names = "--owner", paramLabel = "0x…", description = "Who must have signed the dataset.")
  private @Nullable Address owner;

  @Option(
      names = DatasetBinding.UNVERIFIED_OPTION,
      description = "Train on bytes that nobody signed; every document says so.")
  private boolean unverified;

  Path file() {
    if (dataset == null) {
      throw new ObolException(
          ObolException.Exit.USAGE, "what to learn is missing: give --dataset FILE");
    }
    return dataset;
  }

  /**
   * Whose bytes they are.
   *
   * @throws ObolException when nobody signed for them, the owner forbids training, or something
   *     does not fit
   */
  DatasetBinding binding(Session session) throws IOException {
    if (unverified) {
      return DatasetBinding.unverified(file());
    }
    if (log != null && manifest != null && owner != null) {
      var evidence =
          new DatasetEvidence(
              LogDocument.read(read(log, LogDocument.MAX_BYTES)),
              ManifestDocument.read(read(manifest, ManifestDocument.MAX_BYTES)),
              owner,
              SaleEvidence.NONE);
      return DatasetBinding.verify(file(), evidence);
    }
    if (log != null || manifest != null) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          "--log, --manifest and --owner belong together: give all three, or none of the files for"
              + " what was bought with this program");
    }
    return bought(session);
  }

  private DatasetBinding bought(Session session) throws IOException {
    HashedFile bytes;
    try (InputStream in = Files.newInputStream(file())) {
      bytes = HashedFile.of(new FileName("dataset"), in);
    }
    try (Db memory = LedgerPins.open(session.home().buyerDb())) {
      HeldVersion version =
          new Library(memory)
              .holding(bytes.sha256()).stream()
                  .filter(held -> owner == null || held.owner().equals(owner))
                  .filter(held -> held.manifest().isPresent())
                  .findFirst()
                  .orElseThrow(() -> unknown(bytes.sha256()));
      return DatasetBinding.verify(bytes, evidence(version, memory));
    }
  }

  private static DatasetEvidence evidence(HeldVersion version, Db memory) {
    ManifestDocument manifest = version.manifest().orElseThrow();
    Optional<Purchase> paid =
        new LedgerPurchases(memory)
            .settledFor(version.origin(), version.seq()).stream()
                .filter(purchase -> purchase.progress().receipt().isPresent())
                .filter(purchase -> purchase.evidence().seller().isPresent())
                .findFirst();
    SaleEvidence sale =
        paid.map(
                purchase ->
                    new SaleEvidence(
                        List.of(purchase.progress().receipt().orElseThrow()),
                        purchase.evidence().seller()))
            .orElse(SaleEvidence.NONE);
    var document =
        new LogDocument(Optional.of(version.dataset().text()), version.log(), Optional.empty());
    return new DatasetEvidence(document, manifest, version.owner(), sale);
  }

  private ObolException unknown(Sha256 hash) {
    return new ObolException(
        ObolException.Exit.VERIFICATION,
        "nobody is known to have signed "
            + dataset
            + " (SHA-256 "
            + hash
            + "): buy it with obol buy dataset, or give --log, --manifest and --owner, or "
            + DatasetBinding.UNVERIFIED_OPTION
            + " to train without proof");
  }

  private static byte[] read(Path file, long max) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes((int) Math.min(max + 1, Integer.MAX_VALUE - 16));
    }
  }
}
