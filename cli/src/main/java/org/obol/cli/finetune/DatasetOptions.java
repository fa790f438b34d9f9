package org.obol.cli.finetune;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
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

  @Option(
      names = "--dataset",
      paramLabel = "FILE|NAME",
      description =
          "Records to learn, JSON Lines: a file, or a dataset of your own as NAME or NAME@VERSION.")
  private @Nullable String dataset;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = "The signed version log, when the file was neither bought nor signed here.")
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

  /** The records: a file of that name, else the primary file of a version of one's own. */
  Path file(Session session) {
    return new OwnVersions(session).file(given());
  }

  private String given() {
    if (dataset == null) {
      throw new ObolException(
          ObolException.Exit.USAGE, "what to learn is missing: give --dataset FILE");
    }
    return dataset;
  }

  /** A version of one's own, when it was asked for by name. */
  private Optional<OwnVersions.Own> own(Session session) {
    return OwnVersions.isFile(given()) ? Optional.empty() : new OwnVersions(session).named(given());
  }

  /**
   * Whose bytes they are.
   *
   * @throws ObolException when nobody signed for them, the owner forbids training, or something
   *     does not fit
   */
  DatasetBinding binding(Session session) throws IOException {
    if (unverified) {
      return DatasetBinding.unverified(file(session));
    }
    if (log != null && manifest != null && owner != null) {
      var evidence =
          new DatasetEvidence(
              LogDocument.read(read(log, LogDocument.MAX_BYTES)),
              ManifestDocument.read(read(manifest, ManifestDocument.MAX_BYTES)),
              owner,
              SaleEvidence.NONE);
      return DatasetBinding.verify(file(session), evidence);
    }
    if (log != null || manifest != null) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          "--log, --manifest and --owner belong together: give all three, or none of the files for"
              + " what was bought or signed with this program");
    }
    return found(session);
  }

  private DatasetBinding found(Session session) throws IOException {
    Optional<DatasetEvidence> named =
        own(session).map(OwnVersions.Own::evidence).filter(found -> isWanted(found.owner()));
    HashedFile bytes;
    try (InputStream in = Files.newInputStream(file(session))) {
      bytes = HashedFile.of(new FileName("dataset"), in);
    }
    if (named.isPresent()) {
      return DatasetBinding.verify(bytes, named.get());
    }
    return DatasetBinding.verify(
        bytes,
        signed(session, bytes.sha256(), this::isWanted)
            .orElseThrow(() -> unknown(session, bytes.sha256())));
  }

  private static Optional<DatasetEvidence> signed(
      Session session, Sha256 hash, Predicate<Address> wanted) {
    // What was paid for first: a receipt says more than a signature of one's own.
    return bought(session, hash, wanted).or(() -> new OwnVersions(session).holding(hash, wanted));
  }

  private boolean isWanted(Address signer) {
    return owner == null || signer.equals(owner);
  }

  private static Optional<DatasetEvidence> bought(
      Session session, Sha256 hash, Predicate<Address> wanted) {
    try (Db memory = LedgerPins.open(session.home().buyerDb())) {
      return new Library(memory)
          .holding(hash).stream()
              .filter(held -> wanted.test(held.owner()))
              .filter(held -> held.manifest().isPresent())
              .findFirst()
              .map(version -> evidence(version, memory));
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

  private ObolException unknown(Session session, Sha256 hash) {
    Optional<Address> signer =
        owner == null
            ? Optional.empty()
            : signed(session, hash, any -> true).map(DatasetEvidence::owner);
    if (signer.isPresent()) {
      return new ObolException(
          ObolException.Exit.VERIFICATION,
          "%s was signed by %s, not by %s: correct --owner, or take the file of that owner"
              .formatted(dataset, signer.get(), owner));
    }
    return new ObolException(
        ObolException.Exit.VERIFICATION,
        "nobody is known to have signed "
            + dataset
            + " (SHA-256 "
            + hash
            + "): buy it with obol buy dataset, sign it with obol dataset from, or give --log,"
            + " --manifest and --owner, or "
            + DatasetBinding.UNVERIFIED_OPTION
            + " to train without proof");
  }

  private static byte[] read(Path file, long max) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes((int) Math.min(max + 1, Integer.MAX_VALUE - 16));
    }
  }
}
