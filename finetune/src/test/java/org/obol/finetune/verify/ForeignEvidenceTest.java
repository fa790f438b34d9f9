package org.obol.finetune.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.dataset.DatasetId;
import org.obol.dataset.manifest.Card;
import org.obol.dataset.manifest.FileName;
import org.obol.dataset.sale.Receipt;
import org.obol.dataset.sale.Signed;
import org.obol.dataset.versionlog.EntryClaim;
import org.obol.dataset.versionlog.LogDocument;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.dataset.versionlog.VersionLog;
import org.obol.finetune.provenance.DatasetBinding;
import org.obol.finetune.provenance.DatasetEvidence;
import org.obol.finetune.provenance.ExampleDataset;
import org.obol.finetune.provenance.ExampleRun;
import org.obol.finetune.provenance.HashedFile;
import org.obol.finetune.provenance.RunKeys;
import org.obol.finetune.provenance.RunMode;
import org.obol.finetune.provenance.SaleEvidence;
import org.obol.finetune.provenance.TrainingPermission;

/** A runner that signs everything properly, over evidence that is not what it says. */
class ForeignEvidenceTest {

  private static final VerifyOptions PINNED =
      VerifyOptions.NONE.withOwner(ExampleDataset.OWNER.address());

  private final ExampleDataset dataset = ExampleDataset.make();

  @TempDir Path temp;

  @Test
  void the_log_of_another_owner_is_refused_by_who_knows_the_owner() {
    ExampleDataset theirs =
        ExampleDataset.make(ExampleDataset.STRANGER, ExampleDataset.ID, ExampleDataset.CARD);
    record(theirs.evidence(SaleEvidence.NONE), "sft.jsonl", 2);
    assertFailed(VerifyRun.run(run(), PINNED), Step.VERSION, FailureClass.OWNER);
    assertFailed(VerifyRun.run(run(), PINNED), Step.MANIFEST, FailureClass.OWNER);
    assertThat(VerifyRun.run(run(), VerifyOptions.NONE).verdict()).isEqualTo(Verdict.CLAIMED);
  }

  @Test
  void a_log_that_another_key_signed_again_is_refused_in_the_owners_name() {
    List<VersionEntry> forged = new ArrayList<>();
    for (VersionEntry entry : dataset.log().entries()) {
      String previous = forged.isEmpty() ? "" : forged.getLast().signature().hex();
      var claim =
          new EntryClaim(
              entry.seq(), entry.manifestHash(), entry.fileHash(), entry.size(), previous);
      forged.add(claim.sign(ExampleDataset.STRANGER, entry.timestamp()));
    }
    record(evidence(new VersionLog(forged), dataset.evidence()), "sft.jsonl", 2);
    for (VerifyOptions options : List.of(PINNED, VerifyOptions.NONE)) {
      assertFailed(VerifyRun.run(run(), options), Step.VERSION, FailureClass.OWNER);
    }
  }

  @Test
  void a_log_whose_first_entries_are_cut_off_or_reordered_is_refused() {
    List<VersionEntry> entries = dataset.log().entries();
    var swapped = new VersionLog(List.of(entries.get(1), entries.get(1), entries.get(2)));
    record(evidence(swapped, dataset.evidence()), "sft.jsonl", 2);
    assertFailed(VerifyRun.run(run(), PINNED), Step.VERSION, FailureClass.VERSION);
  }

  @Test
  void bytes_that_the_version_does_not_have_are_refused() {
    record(dataset.evidence(), "sft.jsonl", 3);
    assertFailed(VerifyRun.run(run(), PINNED), Step.MANIFEST, FailureClass.MANIFEST_HASH);
  }

  @Test
  void a_file_under_the_name_of_another_file_of_the_version_is_refused() {
    record(dataset.evidence(), "extra.jsonl", 2);
    assertFailed(VerifyRun.run(run(), PINNED), Step.MANIFEST, FailureClass.MANIFEST_HASH);
  }

  @Test
  void the_log_of_another_dataset_of_the_same_owner_is_refused() {
    ExampleDataset other =
        ExampleDataset.make(
            ExampleDataset.OWNER, new DatasetId("other-sessions"), ExampleDataset.CARD);
    record(evidence(other.log(), dataset.evidence(SaleEvidence.NONE)), "sft.jsonl", 2);
    assertFailed(VerifyRun.run(run(), PINNED), Step.MANIFEST, FailureClass.MANIFEST_HASH);
  }

  @Test
  void a_receipt_for_another_version_is_refused() {
    record(dataset.evidence(dataset.sale(dataset.receipt(1, ExampleDataset.NODE))), "sft.jsonl", 2);
    assertFailed(VerifyRun.run(run(), PINNED), Step.RECEIPT, FailureClass.RECEIPT);
  }

  @Test
  void a_receipt_by_a_node_that_the_owner_does_not_name_is_refused() {
    record(
        dataset.evidence(dataset.sale(dataset.receipt(2, ExampleDataset.STRANGER))),
        "sft.jsonl",
        2);
    assertFailed(VerifyRun.run(run(), PINNED), Step.RECEIPT, FailureClass.RECEIPT);
  }

  @Test
  void a_receipt_with_a_seller_record_by_another_than_the_owner_is_refused() {
    Signed<Receipt> receipt = dataset.receipt(2, ExampleDataset.STRANGER);
    var sale =
        new SaleEvidence(
            List.of(receipt),
            Optional.of(
                dataset.seller(ExampleDataset.STRANGER, ExampleDataset.STRANGER.address())));
    record(dataset.evidence(sale), "sft.jsonl", 2);
    assertFailed(VerifyRun.run(run(), PINNED), Step.RECEIPT, FailureClass.RECEIPT);
  }

  @Test
  void a_receipt_without_a_seller_record_is_refused() {
    var sale = new SaleEvidence(List.of(dataset.receipt(2, ExampleDataset.NODE)), Optional.empty());
    record(dataset.evidence(sale), "sft.jsonl", 2);
    assertFailed(VerifyRun.run(run(), PINNED), Step.RECEIPT, FailureClass.RECEIPT);
  }

  @Test
  void no_receipt_is_no_failure() {
    record(dataset.evidence(SaleEvidence.NONE), "sft.jsonl", 2);
    VerifyReport report = VerifyRun.run(run(), PINNED);
    assertThat(report.outcome(Step.RECEIPT))
        .isEqualTo(new Outcome.Skipped("the run shows no receipt"));
    assertThat(report.verdict()).isEqualTo(Verdict.VERIFIED);
  }

  @Test
  void a_dataset_whose_owner_forbids_training_is_refused_by_the_verifier_too() {
    var card =
        new Card(
            Optional.empty(),
            Optional.empty(),
            Optional.of("CC-BY-ND-4.0"),
            Optional.empty(),
            List.of(),
            Map.of());
    ExampleDataset closed = ExampleDataset.make(ExampleDataset.OWNER, ExampleDataset.ID, card);
    record(closed.evidence(SaleEvidence.NONE), "sft.jsonl", 2);
    assertFailed(VerifyRun.run(run(), PINNED), Step.MANIFEST, FailureClass.LICENSE);
  }

  @Test
  void attestations_of_another_run_of_the_same_runner_are_refused() throws IOException {
    record(dataset.evidence(), "sft.jsonl", 2);
    Path other = temp.resolve("other");
    ExampleRun.record(other);
    Files.copy(
        other.resolve("attestations.intoto.jsonl"),
        run().resolve("attestations.intoto.jsonl"),
        StandardCopyOption.REPLACE_EXISTING);
    VerifyReport report = VerifyRun.run(run(), PINNED);
    assertThat(report.outcome(Step.SIGNATURES)).isInstanceOf(Outcome.Passed.class);
    assertFailed(report, Step.CONSISTENCY, FailureClass.INCONSISTENT);
  }

  @Test
  void manifest_and_signature_of_another_run_are_refused() throws IOException {
    record(dataset.evidence(), "sft.jsonl", 2);
    Path other = temp.resolve("other");
    ExampleRun.record(other);
    for (String name : List.of("run.manifest", "run.manifest.sig")) {
      Files.copy(other.resolve(name), run().resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    assertFailed(VerifyRun.run(run(), PINNED), Step.CONSISTENCY, FailureClass.INCONSISTENT);
  }

  @Test
  void an_attestation_key_of_another_wallet_is_refused() throws IOException {
    record(dataset.evidence(), "sft.jsonl", 2);
    Path other = temp.resolve("other");
    var keys =
        new RunKeys(
            ExampleDataset.STRANGER,
            ExampleRun.ATTESTATION,
            ExampleRun.KEYS.notBefore(),
            ExampleRun.KEYS.notAfter());
    ExampleRun.record(
        other, dataset.binding(dataset.evidence()), ExampleRun.facts(RunMode.REAL), keys);
    Files.copy(
        other.resolve("attestations.intoto.jsonl"),
        run().resolve("attestations.intoto.jsonl"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(VerifyRun.run(run(), PINNED).verdict()).isEqualTo(Verdict.FAILED);
    assertThat(VerifyRun.run(run(), PINNED).outcome(Step.SIGNATURES))
        .isInstanceOf(Outcome.Failed.class);
  }

  private static DatasetEvidence evidence(VersionLog log, DatasetEvidence other) {
    return new DatasetEvidence(
        new LogDocument(Optional.empty(), log, Optional.empty()),
        other.manifest(),
        other.owner(),
        other.sale());
  }

  private void record(DatasetEvidence evidence, String name, int bytesOf) {
    var file = HashedFile.of(new FileName(name), ExampleDataset.data(bytesOf));
    ExampleRun.record(
        run(),
        new DatasetBinding.Verified(
            file, evidence, new TrainingPermission.Allowed("the runner says so")));
  }

  private static void assertFailed(VerifyReport report, Step step, FailureClass failure) {
    assertThat(report.outcome(step))
        .as(report.text())
        .isInstanceOfSatisfying(
            Outcome.Failed.class, failed -> assertThat(failed.failure()).isEqualTo(failure));
    assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
  }

  private Path run() {
    return temp.resolve("run");
  }
}
