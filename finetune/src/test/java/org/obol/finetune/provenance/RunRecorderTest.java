package org.obol.finetune.provenance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.crypto.ObolException;
import org.obol.dataset.manifest.FileName;

class RunRecorderTest {

  @TempDir Path temp;

  @Test
  void no_document_names_a_folder_of_this_machine_or_holds_a_key_or_token() throws IOException {
    ExampleRun.record(run());
    List<String> texts = new ArrayList<>();
    for (Path file : files()) {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      texts.add(text);
      var base64 = Pattern.compile("[A-Za-z0-9+/]{40,}={0,2}").matcher(text);
      while (base64.find()) {
        texts.add(decoded(base64.group()));
      }
    }
    assertThat(texts).hasSizeGreaterThan(20);
    assertThat(String.join("\n", texts))
        .contains("buildDefinition")
        .doesNotContain(
            run().toString(),
            temp.toString(),
            System.getProperty("user.home") + "/",
            System.getProperty("user.dir"),
            ExampleDataset.RUNNER.revealHex(),
            ExampleRun.ATTESTATION.revealText().lines().findFirst().orElseThrow(),
            "Bearer",
            "obol_");
  }

  @Test
  void a_document_that_would_name_the_runs_folder_or_the_home_is_not_written() {
    ExampleDataset dataset = ExampleDataset.make();
    RunFacts honest = ExampleRun.facts(RunMode.REAL);
    for (String place :
        List.of(run() + "/base", "file://" + run(), System.getProperty("user.home") + "/models")) {
      RunFacts facts = withBase(honest, place);
      assertThatThrownBy(
              () ->
                  ExampleRun.record(
                      run(), dataset.binding(dataset.evidence()), facts, ExampleRun.KEYS))
          .as(place)
          .isInstanceOf(ObolException.class)
          .hasMessageContaining("folder of this machine")
          .hasMessageNotContaining(place);
      assertThat(run().resolve("run.manifest")).doesNotExist();
    }
    ExampleRun.record(
        run(), dataset.binding(dataset.evidence()), withBase(honest, "a/b"), ExampleRun.KEYS);
  }

  @Test
  void an_output_of_the_trainer_that_names_the_runs_folder_stops_the_run() {
    ExampleRun.writeOutputs(run());
    ExampleRun.write(
        run(),
        "adapter/tool_config.json",
        ("{\"data\":\"" + run().toString().replace("/", "\\/") + "\\/data\"}").getBytes(UTF_8));
    ExampleDataset dataset = ExampleDataset.make();
    assertThatThrownBy(() -> ExampleRun.record(run(), dataset.binding(dataset.evidence())))
        .isInstanceOf(ObolException.class)
        .hasMessageContaining("adapter/tool_config.json");
  }

  @Test
  void a_run_without_weights_or_report_is_not_recorded() throws IOException {
    ExampleDataset dataset = ExampleDataset.make();
    for (String missing : List.of("adapter/adapter_model.safetensors", "eval.json")) {
      ExampleRun.writeOutputs(run());
      Files.delete(run().resolve(missing));
      assertThatThrownBy(
              () ->
                  new RunRecorder(run(), List.of())
                      .record(
                          dataset.binding(dataset.evidence()),
                          ExampleRun.facts(RunMode.REAL),
                          ExampleRun.KEYS))
          .isInstanceOf(ObolException.class)
          .hasMessageContaining(missing);
    }
  }

  @Test
  void a_link_in_the_adapter_is_not_recorded() throws IOException {
    ExampleRun.writeOutputs(run());
    Files.createSymbolicLink(run().resolve("adapter/more.json"), Path.of("/etc/hostname"));
    ExampleDataset dataset = ExampleDataset.make();
    assertThatThrownBy(() -> ExampleRun.record(run(), dataset.binding(dataset.evidence())))
        .isInstanceOf(ObolException.class)
        .hasMessageContaining("adapter/more.json");
  }

  @Test
  void unverified_and_mock_are_said_loudly_everywhere() throws IOException {
    var bytes = HashedFile.of(new FileName("unverified"), ExampleDataset.data(2));
    RunDocument document =
        ExampleRun.record(
            run(),
            new DatasetBinding.Unverified(bytes),
            ExampleRun.facts(RunMode.MOCK),
            ExampleRun.KEYS);
    assertThat(new String(document.bytes(), UTF_8))
        .contains("\"binding\":\"unverified\"", "\"mode\":\"mock\"")
        .doesNotContain("dataset_hash");
    assertThat(Files.readString(run().resolve("adapter/README.md")))
        .contains("**UNVERIFIED DATASET.**", "**MOCK.**", "- mock");
    assertThat(Files.readString(run().resolve("bom.cdx.json")))
        .contains("UNVERIFIED", "MOCK, nothing was trained");
    String attestation = Files.readAllLines(run().resolve("attestations.intoto.jsonl")).getFirst();
    String statement =
        decoded(JsonReader.read(attestation).asObject("envelope").requireText("payload"));
    assertThat(statement).contains("\"binding\":\"unverified\"", "\"mode\":\"mock\"");
    assertThat(run().resolve("dataset")).doesNotExist();
  }

  @Test
  void the_provenance_names_all_inputs_and_outputs() {
    RunDocument document = ExampleRun.record(run());
    Statement statement = RunProvenance.of(document);
    assertThat(statement.subjects().stream().map(Statement.Subject::name))
        .contains("adapter/adapter_model.safetensors", "eval.json", "run.manifest");
    String predicate = statement.predicate().text();
    assertThat(predicate)
        .contains(RunProvenance.BUILD_TYPE)
        .contains("\"dataset\"", "\"version-entry\"", "\"dataset/receipt-1.json\"")
        .contains("\"base/model.safetensors\"", "\"config/run.yaml\"", "\"logs/train.log\"")
        .contains(document.manifest().id().text());
  }

  @Test
  void the_card_is_ready_for_a_hub_and_holds_the_digests() throws IOException {
    RunDocument document = ExampleRun.record(run());
    String card = Files.readString(run().resolve("adapter/README.md"));
    assertThat(card)
        .startsWith("---\nbase_model: \"example/tiny-llama\"\nbase_model_relation: adapter\n")
        .contains("library_name: peft\n", "license: apache-2.0\n", "metrics:\n- loss\n")
        .contains(document.manifest().outputs().weights().sha256().hex())
        .contains(document.manifest().dataset().file().sha256().hex())
        .contains("CC-BY-4.0");
  }

  @Test
  void foreign_words_cannot_write_into_card_or_front_matter() throws IOException {
    String hostile = "x\"\nlicense: mit\n---\n<script>`|[a](b)";
    ExampleDataset dataset = ExampleDataset.make();
    ExampleRun.record(
        run(),
        dataset.binding(dataset.evidence()),
        withBase(ExampleRun.facts(RunMode.REAL), hostile),
        ExampleRun.KEYS);
    String card = Files.readString(run().resolve("adapter/README.md"));
    assertThat(card.lines().filter(line -> line.equals("---")).count()).isEqualTo(2);
    assertThat(card.lines().filter(line -> line.startsWith("license:")))
        .containsExactly("license: apache-2.0");
    assertThat(card).contains("base_model: \"x\\\"\\nlicense: mit\\n---\\n<script>`|[a](b)\"");
    assertThat(card).contains("`x\" license: mit --- <script>  [a](b)`");
  }

  @Test
  void the_bill_of_materials_says_what_the_manifest_says_or_is_caught() throws IOException {
    RunDocument document = ExampleRun.record(run());
    String bom = Files.readString(run().resolve("bom.cdx.json"));
    RunManifest manifest = document.manifest();
    assertThat(MlBom.disagreement(bom.getBytes(UTF_8), manifest)).isEmpty();
    for (String word :
        List.of(
            manifest.outputs().weights().sha256().hex(),
            manifest.dataset().file().sha256().hex(),
            ExampleDataset.make().manifest(2).hash().hex(),
            manifest.base().root().hex(),
            "\"verified\"",
            "\"real\"")) {
      String other = word.startsWith("\"") ? "\"x\"" : "0".repeat(64);
      assertThat(MlBom.disagreement(bom.replace(word, other).getBytes(UTF_8), manifest))
          .as(word)
          .isPresent();
    }
    Json.Obj json = JsonReader.read(bom).asObject("bom");
    assertThat(json.requireText("specVersion")).isEqualTo("1.7");
    assertThat(bom).doesNotContain("timestamp", "serialNumber").contains("\"eval_loss\"");
  }

  @Test
  void card_and_bill_of_materials_are_the_same_for_a_repeated_run() throws IOException {
    ExampleRun.record(run());
    Path again = temp.resolve("again");
    ExampleRun.record(again);
    for (String name : List.of("adapter/README.md", "bom.cdx.json")) {
      assertThat(Files.readAllBytes(again.resolve(name)))
          .isEqualTo(Files.readAllBytes(run().resolve(name)));
    }
  }

  @Test
  void the_order_in_which_parameters_and_files_are_given_changes_nothing() throws IOException {
    RunDocument one = ExampleRun.record(run(), unverified(), reordered(false), ExampleRun.KEYS);
    Path again = temp.resolve("again");
    RunDocument two = ExampleRun.record(again, unverified(), reordered(true), ExampleRun.KEYS);
    assertThat(two.manifest().reproducibleDigest()).isEqualTo(one.manifest().reproducibleDigest());
    assertThat(Files.readAllBytes(again.resolve("adapter/README.md")))
        .isEqualTo(Files.readAllBytes(run().resolve("adapter/README.md")));
  }

  private static DatasetBinding unverified() {
    return new DatasetBinding.Unverified(
        HashedFile.of(new FileName("unverified"), ExampleDataset.data(2)));
  }

  private static RunFacts reordered(boolean backwards) {
    RunFacts facts = ExampleRun.facts(RunMode.REAL);
    Map<String, String> hyperparams = new LinkedHashMap<>();
    List<String> names = List.of("a", "b", "c");
    (backwards ? names.reversed() : names).forEach(name -> hyperparams.put(name, "1"));
    List<HashedFile> base = facts.base().files();
    Training training = facts.training();
    return new RunFacts(
        facts.id(),
        facts.mode(),
        facts.times(),
        facts.records(),
        facts.derived(),
        new BaseModel("b", "s", backwards ? base.reversed() : base, BaseModel.UNKNOWN, "Llama"),
        new Training(
            training.backend(),
            hyperparams,
            training.config(),
            1,
            training.template(),
            1,
            1,
            1,
            1,
            Optional.empty(),
            Determinism.BIT_EXACT),
        facts.environment(),
        facts.adapter(),
        facts.shape(),
        facts.eval(),
        facts.logs());
  }

  private static RunFacts withBase(RunFacts facts, String id) {
    BaseModel base = facts.base();
    return new RunFacts(
        facts.id(),
        facts.mode(),
        facts.times(),
        facts.records(),
        facts.derived(),
        new BaseModel(id, base.source(), base.files(), "Apache-2.0", "Llama"),
        facts.training(),
        new Environment("obol", "25", "Linux", "amd64", Map.of()),
        facts.adapter(),
        facts.shape(),
        facts.eval(),
        facts.logs());
  }

  private static String decoded(String base64) {
    try {
      return new String(Base64.getDecoder().decode(base64), UTF_8);
    } catch (IllegalArgumentException hexOrCut) {
      return "";
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(run())) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private Path run() {
    return temp.resolve("run");
  }
}
