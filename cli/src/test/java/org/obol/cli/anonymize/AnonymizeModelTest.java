package org.obol.cli.anonymize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.cli.CommandLineFixture;
import org.obol.cli.CommandLineFixture.Ran;
import org.obol.crypto.Json;

/** A model on the command line; the real one is tested where it lives. */
final class AnonymizeModelTest {

  private static final String ROW = "{\"t\":\"Mira of Lyon, T-77, mira@example.com\"}\n";

  @TempDir private Path folder;
  private CommandLineFixture obol;
  private Path raw;
  private Path safe;
  private String model;

  @BeforeEach
  void start() throws IOException {
    obol = new CommandLineFixture(folder);
    raw = obol.file("raw.jsonl", ROW);
    safe = obol.path("safe.jsonl");
    model = Files.createDirectory(obol.path("words")).toString();
  }

  @AfterEach
  void every_model_was_closed() {
    assertThat(PretendedModel.OPEN).hasValue(0);
  }

  @Test
  void a_model_adds_what_it_finds() throws IOException {
    Ran ran = run("--model", model);
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(Files.readString(safe))
        .isEqualTo("{\"t\":\"<PERSON_1> of <LOCATION_1>, <TAX_ID_1>, <EMAIL_1>\"}\n");
    assertThat(ran.err()).contains("model words: it can find LOCATION, PERSON, TAX_ID");
  }

  @Test
  void the_variable_asks_for_it_too_and_the_option_wins() throws IOException {
    obol.with("OBOL_ANONYMIZER_MODEL", model);
    Json.Obj answer = run("--profile", "reference", "--json").json();
    assertThat(answer.requireText("profile")).isEqualTo("reference; model words");
    assertThat(answer.object("model").orElseThrow().requireText("name")).isEqualTo("words");
    assertThat(Files.readString(safe)).contains("<PERSON_1> of <LOCATION_1>");
    String missing = obol.path("missing").toString();
    Ran other = run("--model", missing, "--force");
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.err()).contains("no model at " + missing);
  }

  @Test
  void a_model_that_cannot_be_loaded_stops_the_run() {
    obol.with("OBOL_ANONYMIZER_MODEL", obol.path("missing").toString());
    assertThat(run().status()).isEqualTo(1);
    assertThat(safe).doesNotExist();
    Ran signed = obol.run(from("--anonymize"));
    assertThat(signed.status()).isEqualTo(1);
    assertThat(signed.err()).contains("no model at");
  }

  @Test
  void signing_without_anonymizing_asks_for_no_model() {
    obol.with("OBOL_ANONYMIZER_MODEL", obol.path("missing").toString());
    assertThat(obol.run(from()).status()).isZero();
  }

  @Test
  void a_program_without_the_module_says_so_instead_of_going_on() throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader whole = thread.getContextClassLoader();
    try (var bare = new URLClassLoader(new URL[0], ClassLoader.getPlatformClassLoader())) {
      thread.setContextClassLoader(bare);
      Ran ran = run("--model", model);
      assertThat(ran.status()).isEqualTo(1);
      assertThat(ran.err()).contains("./obol", "OBOL_ANONYMIZER_MODEL", "obol.jar:model/*");
      obol.with("OBOL_ANONYMIZER_MODEL", model);
      assertThat(run().status()).isEqualTo(1);
      assertThat(safe).doesNotExist();
    } finally {
      thread.setContextClassLoader(whole);
    }
  }

  @Test
  void what_the_model_may_add_can_be_chosen() throws IOException {
    Ran ran = run("--model", model, "--model-labels", "person,TAX_ID", "--json");
    assertThat(ran.json().requireText("profile")).isEqualTo("full; model words for PERSON, TAX_ID");
    assertThat(Files.readString(safe)).contains("<PERSON_1> of Lyon, <TAX_ID_1>, <EMAIL_1>");
    assertThat(run("--model", model, "--without", "TAX_ID,EMAIL", "--force").status()).isZero();
    assertThat(Files.readString(safe)).contains("<PERSON_1> of <LOCATION_1>, T-77, mira@");
    assertThat(run("--model", model, "--only", "PERSON", "--force").status()).isZero();
    assertThat(Files.readString(safe)).contains("<PERSON_1> of Lyon, T-77, mira@");
    assertThat(run("--model", model, "--operator", "TAX_ID=mask", "--force").status()).isZero();
    assertThat(Files.readString(safe)).contains("<LOCATION_1>, ****, <EMAIL_1>");
  }

  @Test
  void a_choice_that_leaves_the_model_nothing_is_usage() {
    for (List<String> wrong :
        List.of(
            List.of("--model", model, "--only", "EMAIL"),
            List.of("--model", model, "--model-labels", "EMAIL"),
            List.of("--model", model, "--model-labels", "PERSON", "--without", "PERSON"),
            List.of("--model-labels", "PERSON"))) {
      Ran ran = run(wrong.toArray(String[]::new));
      assertThat(ran.status()).as("%s", wrong).isEqualTo(2);
      assertThat(safe).doesNotExist();
    }
  }

  @Test
  void a_run_that_fails_frees_the_model_when_nobody_is_looking() throws IOException {
    raw = obol.file("raw.jsonl", ROW.repeat(200_000) + "{\n" + ROW.repeat(200_000));
    Ran ran = run("--model", model, "--threads", "4");
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err()).contains("line 200001").doesNotContain("closed");
  }

  private Ran run(String... more) {
    return obol.run(
        AnonymizeRulesTest.with(
            List.of("dataset", "anonymize", raw.toString(), safe.toString()), more));
  }

  private String[] from(String... more) {
    return AnonymizeRulesTest.with(
        List.of("dataset", "from", raw.toString(), "--name", "pi"), more);
  }
}
