package org.obol.finetune.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.ObolException;
import org.obol.dataset.VerificationException;
import org.obol.dataset.manifest.Card;
import org.obol.dataset.versionlog.VersionLog;

class DatasetBindingTest {

  private final ExampleDataset dataset = ExampleDataset.make();

  @TempDir Path temp;

  @Test
  void the_primary_file_of_the_version_is_bound() {
    DatasetBinding.Verified bound = DatasetBinding.verify(file(2), dataset.evidence());
    assertThat(bound.file().name().text()).isEqualTo("sft.jsonl");
    assertThat(bound.entry()).isEqualTo(dataset.log().entry(2).orElseThrow());
    assertThat(bound.permission()).isInstanceOf(TrainingPermission.Allowed.class);
  }

  @Test
  void another_named_file_of_the_version_is_bound_under_its_name() {
    DatasetBinding.Verified bound = DatasetBinding.verify(file(12), dataset.evidence());
    assertThat(bound.file().name().text()).isEqualTo("extra.jsonl");
  }

  @Test
  void bytes_of_another_version_are_refused() {
    assertCode("file_hash_mismatch", () -> DatasetBinding.verify(file(3), dataset.evidence()));
  }

  @Test
  void a_log_of_another_owner_than_the_pinned_one_is_refused() {
    DatasetEvidence evidence = dataset.evidence();
    var pinned =
        new DatasetEvidence(
            evidence.log(),
            evidence.manifest(),
            ExampleDataset.STRANGER.address(),
            SaleEvidence.NONE);
    assertCode("wrong_owner", () -> DatasetBinding.verify(file(2), pinned));
  }

  @Test
  void a_manifest_beyond_the_log_is_refused() {
    var shorter = new VersionLog(dataset.log().entries().subList(0, 1));
    var evidence =
        new DatasetEvidence(
            dataset.document(shorter),
            dataset.manifest(2),
            ExampleDataset.OWNER.address(),
            SaleEvidence.NONE);
    assertCode("manifest_mismatch", () -> DatasetBinding.verify(file(2), evidence));
  }

  @Test
  void a_receipt_for_another_version_or_by_a_foreign_node_is_refused() {
    assertCode(
        "receipt_mismatch",
        () -> verifyWith(dataset.sale(dataset.receipt(1, ExampleDataset.NODE))));
    assertCode(
        "receipt_signer",
        () -> verifyWith(dataset.sale(dataset.receipt(2, ExampleDataset.STRANGER))));
    assertCode(
        "seller_record",
        () ->
            verifyWith(
                new SaleEvidence(
                    List.of(dataset.receipt(2, ExampleDataset.NODE)), Optional.empty())));
  }

  @Test
  void a_licence_that_forbids_training_stops_the_run_with_exit_4() {
    var card =
        new Card(
            Optional.empty(),
            Optional.empty(),
            Optional.of("LicenseRef-acme-no-training"),
            Optional.empty(),
            List.of(),
            Map.of());
    ExampleDataset closed = ExampleDataset.make(ExampleDataset.OWNER, ExampleDataset.ID, card);
    assertThatThrownBy(() -> DatasetBinding.verify(file(2), closed.evidence(SaleEvidence.NONE)))
        .isInstanceOfSatisfying(
            ObolException.class, e -> assertThat(e.exit()).isEqualTo(ObolException.Exit.REFUSED))
        .hasMessageContaining("LicenseRef-acme-no-training");
  }

  @Test
  void unverified_bytes_are_bound_to_nothing_and_have_no_name() {
    DatasetBinding.Unverified bound = DatasetBinding.unverified(file(2));
    assertThat(bound.file().bytes()).isEqualTo(ExampleDataset.data(2).length);
    assertThat(bound.file().name().text()).isEqualTo("unverified");
    assertThat(bound.permission()).isInstanceOf(TrainingPermission.Unclear.class);
  }

  @Test
  void a_dataset_that_cannot_be_read_is_said_so() {
    assertThatThrownBy(() -> DatasetBinding.unverified(temp.resolve("nowhere")))
        .isInstanceOf(ObolException.class)
        .hasMessageContaining("nowhere");
  }

  private void verifyWith(SaleEvidence sale) {
    DatasetBinding.verify(file(2), dataset.evidence(sale));
  }

  private Path file(int seq) {
    ExampleRun.write(temp, "d.jsonl", ExampleDataset.data(seq));
    return temp.resolve("d.jsonl");
  }

  private static void assertCode(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            VerificationException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
