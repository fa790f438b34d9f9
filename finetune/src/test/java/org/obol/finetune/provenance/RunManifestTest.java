package org.obol.finetune.provenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.CanonicalJson;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.Secp256k1;
import org.obol.crypto.Sha256;

class RunManifestTest {

  @TempDir Path temp;
  private RunDocument run;
  private Json.Obj json;

  @BeforeEach
  void record() {
    run = ExampleRun.record(temp.resolve("run"));
    json = JsonReader.read(run.bytes(), RunDocument.MAX_BYTES).asObject("run");
  }

  @Test
  void the_names_of_the_reference_stand_at_the_top() {
    assertThat(json.members().keySet())
        .contains(
            "dataset_hash",
            "dataset_file_hash",
            "base_model",
            "backend",
            "hyperparams",
            "eval_loss",
            "adapter",
            "records",
            "created_at");
    ExampleDataset dataset = ExampleDataset.make();
    assertThat(json.requireText("dataset_hash")).isEqualTo(dataset.manifest(2).hash().hex());
    assertThat(json.requireText("dataset_file_hash"))
        .isEqualTo(Sha256.hash(ExampleDataset.data(2)).hex());
    assertThat(json.requireText("base_model")).isEqualTo("example/tiny-llama");
    assertThat(json.requireText("eval_loss")).isEqualTo("1.25");
    assertThat(json.requireText("adapter")).isEqualTo("adapter/adapter_model.safetensors");
    assertThat(json.requireInteger("records")).isEqualTo(5);
  }

  @Test
  void all_ten_groups_are_there() {
    assertThat(json.members().keySet())
        .contains(
            "schema",
            "dataset",
            "derived_data",
            "base",
            "training",
            "environment",
            "outputs",
            "eval",
            "signer",
            "reproducible_digest");
    assertThat(json.requireText("mode")).isEqualTo("real");
    assertThat(json.requireText("binding")).isEqualTo("verified");
    assertThat(json.object("training").orElseThrow().requireText("seed"))
        .isEqualTo("9223372036854775807");
  }

  @Test
  void a_manifest_is_read_as_it_was_written() {
    RunDocument read = RunDocument.read(run.bytes());
    assertThat(read.manifest()).isEqualTo(run.manifest());
    assertThat(RunDocument.of(read.manifest()).bytes()).isEqualTo(run.bytes());
  }

  @Test
  void unknown_members_are_kept_and_ignored_unless_crit_names_them() {
    RunDocument more = RunDocument.read(with("later", Json.of("x")));
    assertThat(more.manifest()).isEqualTo(run.manifest());
    assertThat(more.file().sha256()).isNotEqualTo(run.file().sha256());
    assertThatThrownBy(() -> RunDocument.read(with("crit", Json.of(List.of(Json.of("later"))))))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("later");
  }

  @Test
  void every_member_that_is_known_is_needed_or_has_a_meaning_when_absent() {
    for (String member : json.members().keySet()) {
      Map<String, Json> fewer = new LinkedHashMap<>(json.members());
      fewer.remove(member);
      byte[] bytes = CanonicalJson.bytes(new Json.Obj(fewer));
      if (member.equals("eval_loss")) {
        assertThat(RunDocument.read(bytes).manifest().eval().loss()).isEmpty();
      } else {
        assertThatThrownBy(() -> RunDocument.read(bytes))
            .as(member)
            .isInstanceOf(JsonException.class)
            .hasMessageContaining(member);
      }
    }
  }

  @Test
  void a_member_of_the_wrong_kind_is_refused() {
    for (String member : json.members().keySet()) {
      for (Json wrong : List.of(Json.of(true), Json.of("?"), Json.of(List.of()), Json.of(-1))) {
        if (wrong instanceof Json.Str && Set.of("base_model", "backend").contains(member)) {
          continue;
        }
        assertThatThrownBy(() -> RunDocument.read(with(member, wrong)))
            .as(member + " = " + wrong.text())
            .isInstanceOf(JsonException.class);
      }
    }
  }

  @Test
  void only_the_canonical_bytes_are_read() {
    byte[] spaced = (new String(run.bytes(), UTF_8) + "\n").getBytes(UTF_8);
    assertThatThrownBy(() -> RunDocument.read(spaced))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("canonical");
  }

  @Test
  void a_repeated_run_has_the_same_reproducible_digest_and_nothing_else_in_common() {
    ExampleDataset dataset = ExampleDataset.make();
    Instant later = ExampleRun.STARTED.plusSeconds(5000);
    var keys =
        new RunKeys(
            ExampleDataset.STRANGER,
            AttestationKey.generate(),
            ExampleRun.STARTED,
            later.plusSeconds(99));
    RunDocument again =
        ExampleRun.record(
            temp.resolve("again"),
            dataset.binding(dataset.evidence(SaleEvidence.NONE)),
            ExampleRun.facts(RunMode.REAL, RunId.at(later), later),
            keys);
    assertThat(again.manifest().reproducibleDigest())
        .isEqualTo(run.manifest().reproducibleDigest());
    assertThat(again.file().sha256()).isNotEqualTo(run.file().sha256());
  }

  @Test
  void other_weights_or_another_mode_have_another_reproducible_digest() {
    RunManifest honest = run.manifest();
    ExampleDataset dataset = ExampleDataset.make();
    RunDocument mock =
        ExampleRun.record(
            temp.resolve("mock"),
            dataset.binding(dataset.evidence()),
            ExampleRun.facts(RunMode.MOCK),
            ExampleRun.KEYS);
    assertThat(mock.manifest().reproducibleDigest()).isNotEqualTo(honest.reproducibleDigest());
    assertThatThrownBy(() -> RunDocument.read(with("reproducible_digest", Json.of("0".repeat(64)))))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("reproducible_digest");
  }

  @Test
  void the_runners_signature_is_in_a_domain_of_its_own_and_in_one_text() {
    RunSignature signature = RunSignature.sign(run, ExampleDataset.RUNNER);
    signature.requireOf(run);
    assertThat(RunSignature.read(signature.bytes())).isEqualTo(signature);
    // Not over the bytes as they are, which an entry or a receipt could be.
    assertThat(Secp256k1.recover(Sha256.hash(run.bytes()).bytes(), signature.signature()))
        .isNotEqualTo(Optional.of(ExampleDataset.RUNNER.address()));
    assertThatThrownBy(
            () -> RunSignature.read((new String(signature.bytes(), UTF_8) + " ").getBytes(UTF_8)))
        .isInstanceOf(JsonException.class);
  }

  @Test
  void run_ids_are_version_7_and_sort_by_time() {
    RunId early = RunId.at(Instant.parse("2026-01-01T00:00:00Z"));
    RunId late = RunId.at(Instant.parse("2026-01-01T00:00:00.001Z"));
    assertThat(early.text()).isLessThan(late.text()).startsWith("019b76da-a800-7");
    assertThatThrownBy(() -> new RunId("00000000-0000-4000-8000-000000000000"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RunId("1-1-7001-8001-1"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void decimals_keep_their_text_and_know_no_nan() {
    assertThat(new Decimal("1.250").text()).isEqualTo("1.250");
    assertThat(Decimal.of(1e-7).value()).isEqualByComparingTo("0.0000001");
    for (String wrong : List.of("NaN", "Infinity", "", "01", "1.", ".5", "+1", "1e9999", "0x1")) {
      assertThatThrownBy(() -> new Decimal(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Decimal.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
  }

  private byte[] with(String member, Json value) {
    Map<String, Json> changed = new LinkedHashMap<>(json.members());
    changed.put(member, value);
    return CanonicalJson.bytes(new Json.Obj(changed));
  }
}
