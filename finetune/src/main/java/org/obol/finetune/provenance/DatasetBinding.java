package org.obol.finetune.provenance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.obol.crypto.ObolException;
import org.obol.dataset.VerificationException;
import org.obol.dataset.manifest.FileName;
import org.obol.dataset.manifest.ManifestFile;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.finetune.provenance.TrainingPermission.Forbidden;

/**
 * What the bytes of a run are: a file of a signed version (invariant 31), or, only when somebody
 * asked for it by name, bytes about which nothing is known.
 */
public sealed interface DatasetBinding {

  /** Why a run that asks for it may go on without proof; the name of the command line's option. */
  String UNVERIFIED_OPTION = "--unverified-dataset";

  /** Length and digest of the bytes. */
  HashedFile file();

  /** What the card says about training. */
  TrainingPermission permission();

  /**
   * The bytes are a file of a version that the pinned owner signed.
   *
   * @param file under its name in the version
   */
  record Verified(HashedFile file, DatasetEvidence evidence, TrainingPermission permission)
      implements DatasetBinding {

    /** The signed entry of the version. */
    public VersionEntry entry() {
      return evidence.entries().entry(evidence.manifest().manifest().seq()).orElseThrow();
    }
  }

  /** Nobody signed for the bytes; every document of the run says so. */
  record Unverified(HashedFile file) implements DatasetBinding {

    /** The name that the bytes have in documents, whatever they are called on this machine. */
    static final FileName NAME = new FileName("unverified");

    @Override
    public TrainingPermission permission() {
      return new TrainingPermission.Unclear("nobody signed for this dataset");
    }
  }

  /**
   * Hashes {@code dataset} and demands that it is a file of the version that the evidence is about,
   * and that its card does not forbid training.
   *
   * @throws VerificationException {@code file_hash_mismatch}, or what {@link
   *     DatasetEvidence#requireConsistent()} finds
   * @throws ObolException (refused) when the owner forbids training
   */
  static Verified verify(Path dataset, DatasetEvidence evidence) {
    return verify(hash(dataset), evidence);
  }

  /** As {@link #verify(Path, DatasetEvidence)}, for bytes that the trainer itself has hashed. */
  static Verified verify(HashedFile bytes, DatasetEvidence evidence) {
    evidence.requireConsistent();
    ManifestFile file =
        evidence.manifest().manifest().files().stream()
            .filter(f -> f.sha256().equals(bytes.sha256()) && f.size() == bytes.bytes())
            .findFirst()
            .orElseThrow(() -> notOfTheVersion(bytes, evidence));
    TrainingPermission permission = TrainingLicense.of(evidence.manifest().manifest().card());
    if (permission instanceof Forbidden forbidden) {
      throw new ObolException(
          ObolException.Exit.REFUSED,
          "the owner of "
              + evidence.manifest().manifest().dataset()
              + " does not allow training on it: "
              + forbidden.reason()
              + ". Ask the owner for another licence");
    }
    return new Verified(bytes.named(file.name()), evidence, permission);
  }

  /** Takes bytes that nobody signed for; only for who asked with {@value #UNVERIFIED_OPTION}. */
  static Unverified unverified(Path dataset) {
    return new Unverified(hash(dataset));
  }

  private static HashedFile hash(Path dataset) {
    try (InputStream in = Files.newInputStream(dataset)) {
      return HashedFile.of(Unverified.NAME, in);
    } catch (IOException e) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          "cannot read the dataset " + dataset + ": " + e.getMessage(),
          e);
    }
  }

  private static VerificationException notOfTheVersion(HashedFile bytes, DatasetEvidence evidence) {
    ManifestFile primary = evidence.manifest().manifest().primary();
    return new VerificationException(
        "file_hash_mismatch",
        "the dataset has %d bytes with SHA-256 %s, and is no file of v%d (its %s has %d bytes, %s). "
                .formatted(
                    bytes.bytes(),
                    bytes.sha256(),
                    evidence.manifest().manifest().seq(),
                    primary.name(),
                    primary.size(),
                    primary.sha256())
            + "Fetch the version again, or give "
            + UNVERIFIED_OPTION
            + " to train without proof");
  }
}
