package org.obol.dataset.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.obol.crypto.Address;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.VerificationException;
import org.obol.dataset.versionlog.LogVector;
import org.obol.dataset.versionlog.VersionLog;

/** A manifest of another dataset, version, owner, file, time or past is refused with the field. */
class ManifestMatchTest {

  private static final ManifestDocument DOCUMENT = ManifestDocument.of(Manifests.full());
  private static final VersionLog LOG = Manifests.log(DOCUMENT);
  private static final Address OWNER = Manifests.OWNER.owner();
  private static final Sha256 OTHER = Sha256.hash("other");

  @Test
  void theManifestOfTheEntryMatches() {
    assertThat(LOG.requireValid()).isEqualTo(OWNER);
    assertThatCode(() -> DOCUMENT.requireMatches(Manifests.DATASET, LOG, 2, OWNER))
        .doesNotThrowAnyException();
  }

  @Test
  void anotherDatasetIsRefused() {
    refused("dataset", () -> DOCUMENT.requireMatches(new DatasetId("b"), LOG, 2, OWNER));
  }

  @Test
  void anotherVersionIsRefused() {
    refused("manifestHash", () -> DOCUMENT.requireMatches(Manifests.DATASET, LOG, 1, OWNER));
  }

  @Test
  void anotherOwnerIsRefused() {
    Address stranger = LogVector.named("vector-two").owner();
    refused("owner", () -> DOCUMENT.requireMatches(Manifests.DATASET, LOG, 2, stranger));
  }

  @Test
  void anotherFileIsRefused() {
    refused(
        "files[0].sha256",
        () -> matches(DOCUMENT, Manifests.log(DOCUMENT, OTHER, 42, Manifests.TIME)));
  }

  @Test
  void anotherSizeIsRefused() {
    Sha256 file = Manifests.full().primary().sha256();
    refused(
        "files[0].size",
        () -> matches(DOCUMENT, Manifests.log(DOCUMENT, file, 43, Manifests.TIME)));
  }

  /** The digest leaves the timestamp out; here is where a changed one is caught. */
  @Test
  void aChangedTimestampLeavesTheLogValidButIsRefused() {
    Sha256 file = Manifests.full().primary().sha256();
    VersionLog log = Manifests.log(DOCUMENT, file, 42, "2020-01-01T00:00:00Z");
    assertThat(log.requireValid()).isEqualTo(OWNER);
    refused("createdAt", () -> matches(DOCUMENT, log));
  }

  @Test
  void anotherNumberIsRefused() {
    ManifestDocument third = with(3, Manifests.full().parent());
    refused("seq", () -> matches(third, Manifests.log(third)));
  }

  @Test
  void anotherParentOrNoneIsRefused() {
    ManifestDocument stepchild = with(2, Optional.of(OTHER));
    refused("parent", () -> matches(stepchild, Manifests.log(stepchild)));
    ManifestDocument orphan = with(2, Optional.empty());
    refused("parent", () -> matches(orphan, Manifests.log(orphan)));
  }

  private static void matches(ManifestDocument document, VersionLog log) {
    document.requireMatches(Manifests.DATASET, log, 2, OWNER);
  }

  private static ManifestDocument with(long seq, Optional<Sha256> parent) {
    Manifest m = Manifests.full();
    return ManifestDocument.of(
        new Manifest(
            m.dataset(),
            seq,
            parent,
            m.createdAt(),
            m.owner(),
            m.card(),
            List.copyOf(m.files()),
            m.anonymization(),
            m.declaredHash(),
            m.importedThrough()));
  }

  private static void refused(String field, ThrowingCallable attempt) {
    assertThatThrownBy(attempt)
        .isInstanceOfSatisfying(
            VerificationException.class, e -> assertThat(e.code()).isEqualTo("manifest_mismatch"))
        .hasMessageStartingWith("the manifest's " + field + " is ");
  }
}
