package org.obol.cli.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.cli.CommandLineFixture;
import org.obol.cli.CommandLineFixture.Ran;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;

/** Training on what one has signed oneself, by the command line. */
final class FinetuneCommandTest {

  @TempDir private Path folder;
  private CommandLineFixture obol;
  private String records;
  private String base;
  private String run;

  @BeforeEach
  void open() throws IOException {
    obol = new CommandLineFixture(folder);
    records =
        obol.file(
                "sft.jsonl",
                IntStream.range(0, 12)
                    .mapToObj(
                        i ->
                            "{\"prompt\":\"Who has room %d?\",\"completion\":\" p%d@example.com\"}\n"
                                .formatted(i, i))
                    .collect(Collectors.joining()))
            .toString();
    base = obol.path("tiny").toString();
    run = obol.path("run").toString();
    assertThat(obol.run("finetune", "base-init", base).status()).isZero();
  }

  @Test
  void what_was_signed_here_is_trained_on_without_a_word_about_evidence() {
    String owner = sign("--license", "CC-BY-4.0");

    Ran trained = finetune(records, "--backend", "jvm");

    assertThat(trained.status()).as(trained.err()).isZero();
    assertThat(trained.out())
        .containsIgnoringCase("obol finetune verify " + run + " --owner " + owner);
    Ran verified = verify("--owner", owner, "--dataset", records, "--base-model", base, "--rerun");
    assertThat(verified.status()).as(verified.out()).isZero();
    assertThat(verified.lines().getFirst())
        .startsWith("VERIFIED: training again gives the same adapter, on v1 of ")
        .containsIgnoringCase(owner)
        .contains("pi");
    Json.Obj manifest = manifest();
    assertThat(manifest.requireText("binding")).isEqualTo("verified");
    Json.Obj dataset = manifest.object("dataset").orElseThrow();
    assertThat(dataset.requireText("owner")).isEqualToIgnoringCase(owner);
    assertThat(dataset.requireText("dataset_id")).isEqualTo("pi");
    assertThat(manifest.object("base").orElseThrow().requireText("license")).isEqualTo("unknown");
  }

  @Test
  void a_version_is_named_too_and_then_its_own_bytes_are_trained_on() throws IOException {
    String owner = sign("--anonymize");
    Files.writeString(Path.of(records), Files.readString(Path.of(records)).replace("room", "hall"));
    sign("--anonymize");

    assertThat(finetune(records, "--backend", "mock").status()).isEqualTo(3);
    assertThat(finetune("pi@1", "--backend", "mock").status()).isZero();
    assertThat(manifest().object("dataset").orElseThrow().requireInteger("version")).isEqualTo(1);
    Json.Obj newest = finetune("pi", "--dry-run", "--out", run + "2", "--json").json();
    assertThat(newest.object("dataset").orElseThrow().requireInteger("version")).isEqualTo(2);
    assertThat(newest.object("dataset").orElseThrow().requireText("owner"))
        .isEqualToIgnoringCase(owner);
    assertThat(newest.text()).contains("<EMAIL_1>").doesNotContain("@example.com");
    assertThat(finetune("pi@3", "--backend", "mock", "--out", run + "3").err())
        .contains("pi has no v3");
    assertThat(finetune("nothing", "--backend", "mock").err())
        .contains("no file nothing, and no dataset of that name is yours");
    String stranger = "0x" + "1".repeat(40);
    assertThat(finetune("pi@1", "--backend", "mock", "--owner", stranger).status()).isEqualTo(3);
    assertThat(finetune("pi@1", "--backend", "mock", "--owner", stranger).err())
        .contains("pi@1 was signed by " + owner.toLowerCase(Locale.ROOT) + ", not by " + stranger);
  }

  @Test
  void what_its_owner_forbids_or_took_back_is_not_trained_on() {
    sign("--license", "CC-BY-ND-4.0");
    Ran forbidden = finetune(records, "--backend", "mock");
    assertThat(forbidden.status()).isEqualTo(4);
    assertThat(forbidden.err()).contains("CC-BY-ND-4.0 forbids training");

    Ran taken = obol.run("dataset", "withdraw", "pi", "--version", "1", "--reason", "a name");
    assertThat(taken.status()).as(taken.err()).isZero();
    Ran refused = finetune(records, "--backend", "mock");
    assertThat(refused.status()).isEqualTo(4);
    assertThat(refused.err()).contains("v1 of pi was withdrawn (a name)");
    assertThat(Path.of(run)).doesNotExist();
  }

  @Test
  void a_run_can_be_checked_against_a_version_that_was_withdrawn_since() throws IOException {
    String owner = sign();
    assertThat(finetune("pi", "--backend", "jvm").status()).isZero();
    Ran taken = obol.run("dataset", "withdraw", "pi", "--version", "1", "--reason", "a name");
    assertThat(taken.status()).as(taken.err()).isZero();

    Ran verified = verify("--owner", owner, "--dataset", "pi@1", "--base-model", base);

    assertThat(verified.status()).as(verified.out() + verified.err()).isZero();
    assertThat(finetune("pi@1", "--backend", "mock", "--out", run + "2").status()).isEqualTo(4);
  }

  @Test
  void a_folder_that_has_the_name_of_a_dataset_is_not_taken_for_it() {
    assertThat(Path.of("src")).as("where the tests are run").isDirectory();
    assertThat(obol.run("dataset", "from", records, "--name", "src").status()).isZero();

    Ran trained = finetune("src", "--backend", "mock");

    assertThat(trained.status()).as(trained.err()).isZero();
  }

  @Test
  void terms_that_settle_nothing_are_a_warning() {
    sign("--license", "CC-BY-NC-4.0");
    Ran trained = finetune(records, "--backend", "mock");
    assertThat(trained.status()).isZero();
    assertThat(trained.err()).contains("CC-BY-NC-4.0 is not one that is known to allow it");
  }

  @Test
  void a_wallet_or_a_key_file_signs_the_run() {
    sign();
    Ran made = obol.typing("open sesame").run("wallet", "new", "--name", "lab", "--json");
    assertThat(made.status()).as(made.err()).isZero();
    String lab = made.json().requireText("address");

    assertThat(finetune(records, "--backend", "mock", "--wallet", "lab").status()).isZero();
    assertThat(manifest().object("signer").orElseThrow().text()).containsIgnoringCase(lab);
    assertThat(obol.home().resolve("keys/runner.key")).doesNotExist();
    assertThat(verify("--runner", lab).out()).contains("mock_run").doesNotContain("wrong_runner");

    run += "2";
    String file = obol.home().resolve("wallets/lab.json").toString();
    assertThat(finetune(records, "--backend", "mock", "--wallet", file).status()).isZero();
    assertThat(manifest().object("signer").orElseThrow().text()).containsIgnoringCase(lab);

    run += "3";
    assertThat(finetune(records, "--backend", "mock", "--wallet", "none").err())
        .contains("there is no wallet \"none\"", "lab");
    Ran typed = finetune(records, "--backend", "mock", "--wallet", "ab".repeat(32));
    assertThat(typed.status()).isEqualTo(2);
    assertThat(typed.err()).doesNotContain("abab");
    obol.typing("wrong");
    assertThat(finetune(records, "--backend", "mock", "--wallet", "lab").status()).isNotZero();
    assertThat(Path.of(run)).doesNotExist();
  }

  @Test
  void a_look_before_training_tells_everything_and_leaves_the_report_alone() throws IOException {
    String owner = sign("--license", "CC-BY-4.0");

    Ran wrong = finetune(records, "--dry-run", "--targets", "foo");
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err()).contains("\"foo\" is not a projection");
    Ran dry = finetune(records, "--dry-run");

    assertThat(dry.status()).as(dry.err()).isZero();
    assertThat(dry.out())
        .contains("tokens: ", "cut after 64")
        .contains("»", "p0@example.com")
        .contains("dataset: v1 of ", "the licence CC-BY-4.0 allows it")
        .contains("backend jvm ", "no command: it runs inside this program")
        .contains("validation.json", "Nothing was trained. The run would begin.");
    assertThat(all(Path.of(run))).containsExactly("validation.json");
    assertThat(all(folder)).doesNotContain("run.unfinished");
    Json.Obj json = finetune(records, "--dry-run", "--json").json();
    assertThat(json.bool("wouldRun")).contains(true);
    assertThat(Path.of(json.requireText("validationFile"))).isEqualTo(report()).exists();
    assertThat(Files.readString(report()))
        .isEqualTo(json.object("validation").orElseThrow().text() + "\n");
    assertThat(json.object("dataset").orElseThrow().requireText("owner"))
        .isEqualToIgnoringCase(owner);

    assertThat(finetune(records, "--backend", "mock").status()).isZero();
    assertThat(all(Path.of(run))).contains("run.manifest", "validation.json");
    assertThat(finetune(records, "--dry-run").status()).isEqualTo(2);
  }

  @Test
  void a_look_that_finds_a_reason_to_stop_exits_as_the_run_would() throws IOException {
    Ran unsigned = finetune(records, "--dry-run");
    assertThat(unsigned.status()).isEqualTo(3);
    assertThat(unsigned.out())
        .contains("nobody is known to have signed", "would stop with exit status 3", "»");
    assertThat(finetune(records, "--dry-run", "--unverified-dataset").out())
        .contains("UNVERIFIED", "The run would begin.");

    Files.writeString(Path.of(records), "{\"prompt\":\"a\"}\n");
    Ran broken = finetune(records, "--dry-run", "--unverified-dataset", "--json");
    assertThat(broken.status()).isEqualTo(3);
    assertThat(broken.json().object("validation").orElseThrow().requireText("verdict"))
        .isEqualTo("refused");
    assertThat(Files.readString(report())).contains("\"refused\"");
    assertThat(all(Path.of(run))).containsExactly("validation.json");
  }

  @Test
  void a_look_at_a_tool_shows_its_command_its_configuration_and_what_to_install()
      throws IOException {
    sign();
    Path python = Files.createFile(obol.path("python"));

    Ran dry = finetune(records, "--dry-run", "--backend", "trl", "--python", python.toString());

    assertThat(dry.status()).isEqualTo(1);
    assertThat(dry.out())
        .contains("backend trl is not here", "pip install")
        .contains("--- config/", "$ python3 -m trl")
        .contains("would stop with exit status 1");
    Json.Obj json =
        finetune(records, "--dry-run", "--backend", "trl", "--python", python.toString(), "--json")
            .json();
    assertThat(json.bool("wouldRun")).contains(false);
    assertThat(json.object("backend").orElseThrow().bool("installed")).contains(false);
    assertThat(json.list("commands").orElseThrow()).isNotEmpty();
    assertThat(all(Path.of(run))).containsExactly("validation.json");
  }

  @Test
  void a_folder_with_a_file_of_that_name_by_somebody_else_is_left_alone() throws IOException {
    sign();
    Files.createDirectory(Path.of(run));
    Files.writeString(report(), "{\"mine\":true}");

    assertThat(finetune(records, "--dry-run").status()).isEqualTo(2);
    assertThat(finetune(records, "--backend", "mock").status()).isEqualTo(2);
    assertThat(report()).hasContent("{\"mine\":true}");
  }

  @Test
  void each_failure_is_named_in_the_first_line_and_for_machines() throws IOException {
    String owner = sign();
    assertThat(finetune(records, "--backend", "jvm").status()).isZero();
    assertFails("CLAIMED, NOT PROVEN owner_not_given", "owner_not_given");
    assertFails("FAILED wrong_owner", "wrong_owner", "--owner", "0x" + "1".repeat(40));
    assertFails(
        "FAILED wrong_runner", "wrong_runner", "--owner", owner, "--runner", "0x" + "1".repeat(40));
    assertFails(
        "FAILED dataset_mismatch",
        "dataset_mismatch",
        "--owner",
        owner,
        "--dataset",
        report().toString());
    assertFails("FAILED not_repeatable", "not_repeatable", "--owner", owner, "--rerun");
    assertFails(
        "FAILED base_mismatch",
        "base_mismatch",
        "--owner",
        owner,
        "--base-model",
        other().toString());
    Path log = Path.of(run, "dataset/log.json");
    String signed = Files.readString(log);
    Files.writeString(log, signed.replace("\"seq\":1", "\"seq\":1,\"seq\":1"));
    assertFails("FAILED output_mismatch", "output_mismatch", "--owner", owner);
    Files.delete(log);
    assertFails("FAILED missing_file", "missing_file", "--owner", owner);
    Files.writeString(Path.of(run, "run.manifest"), "{}");
    assertFails("FAILED malformed_manifest", "malformed_manifest", "--owner", owner);

    run += "2";
    assertThat(finetune(records, "--backend", "mock").status()).isZero();
    assertFails("NOT TRAINED mock_run", "mock_run", "--owner", owner);
    run += "3";
    assertThat(finetune(records, "--backend", "jvm", "--unverified-dataset").status()).isZero();
    assertFails("UNVERIFIED unverified_dataset", "unverified_dataset", "--owner", owner);
    assertThat(obol.run("finetune", "verify", "nowhere").status()).isEqualTo(2);
  }

  private void assertFails(String firstLine, String failure, String... options) {
    Ran shown = verify(options);
    assertThat(shown.status()).as(shown.out()).isEqualTo(3);
    assertThat(shown.lines().getFirst()).startsWith(firstLine);
    Ran json =
        verify(Stream.concat(Stream.of(options), Stream.of("--json")).toArray(String[]::new));
    assertThat(json.status()).isEqualTo(3);
    assertThat(json.json().requireText("failure")).isEqualTo(failure);
    assertThat(json.json().requireText("message")).startsWith(firstLine);
  }

  private Path other() {
    Path other = obol.path("other");
    if (Files.notExists(other)) {
      obol.run("finetune", "base-init", other.toString(), "--seed", "2");
    }
    return other;
  }

  private Path report() {
    return Path.of(run, "validation.json");
  }

  private Json.Obj manifest() {
    try {
      return JsonReader.read(Files.readString(Path.of(run, "run.manifest"))).asObject("a manifest");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Signs the records as the next version of {@code pi}, and gives the owner. */
  private String sign(String... options) {
    List<String> line = new ArrayList<>(List.of("dataset", "from", records, "--name", "pi"));
    line.addAll(List.of(options));
    line.add("--json");
    Ran signed = obol.run(line.toArray(String[]::new));
    assertThat(signed.status()).as(signed.err()).isZero();
    return signed.json().requireText("owner");
  }

  private Ran finetune(String dataset, String... options) {
    List<String> line = new ArrayList<>(List.of("finetune", "--dataset", dataset));
    line.addAll(List.of("--base-model", base, "--rank", "2", "--max-length", "64"));
    line.addAll(List.of("--targets", "q_proj", "--held-out", "0.25"));
    line.addAll(List.of(options));
    if (!line.contains("--out")) {
      line.addAll(List.of("--out", run));
    }
    return obol.run(line.toArray(String[]::new));
  }

  private Ran verify(String... options) {
    List<String> line = new ArrayList<>(List.of("finetune", "verify", run));
    line.addAll(List.of(options));
    return obol.run(line.toArray(String[]::new));
  }

  private static List<String> all(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }
}
