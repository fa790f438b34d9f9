package org.obol.cli.anonymize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.cli.CommandLineFixture;
import org.obol.cli.CommandLineFixture.Ran;
import org.obol.crypto.Json;

/** A user's own rules on the command line. */
final class AnonymizeRulesTest {

  private static final String ACME =
      """
      [[rules]]
      id = "acme-token"
      regex = '''acme_[a-z0-9]{8}'''
      [[rules]]
      id = "looks-ahead"
      regex = '''x(?=y)'''
      """;
  private static final String IBAN =
      """
      recognizers:
        - name: Accounts
          supported_entity: IBAN_CODE
          patterns:
            - {name: own, regex: 'ACCT-[0-9]{4}', score: 0.9}
      """;
  private static final String ROW = "{\"t\":\"acme_ab12cd34 ACCT-1234 mira@example.com\"}\n";

  @TempDir private Path folder;
  private CommandLineFixture obol;
  private Path raw;
  private Path safe;
  private String acme;
  private String iban;

  @BeforeEach
  void start() throws IOException {
    obol = new CommandLineFixture(folder);
    raw = obol.file("raw.jsonl", ROW);
    safe = obol.path("safe.jsonl");
    acme = obol.file("acme.toml", ACME).toString();
    iban = obol.file("iban.yaml", IBAN).toString();
  }

  @Test
  void rules_add_labels_and_what_is_refused_is_named() throws IOException {
    Ran ran = run("--rules", acme, "--rules", iban);
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(Files.readString(safe)).isEqualTo("{\"t\":\"<ACME_TOKEN_1> <IBAN_1> <EMAIL_1>\"}\n");
    assertThat(ran.err())
        .contains("acme.toml: 1 rule runs; 1 rule refused")
        .contains("acme.toml: refused looks-ahead: it looks around")
        .contains("iban.yaml: 1 rule runs");
  }

  @Test
  void machines_get_them_in_the_answer_and_the_report_names_the_files() {
    Json.Obj answer = run("--rules", acme, "--rules", iban, "--json").json();
    assertThat(answer.requireText("profile")).isEqualTo("full; rules acme.toml, iban.yaml");
    List<Json> rules = answer.list("rules").orElseThrow();
    assertThat(rules).hasSize(2);
    Json.Obj first = (Json.Obj) rules.getFirst();
    assertThat(first.requireText("file")).isEqualTo("acme.toml");
    assertThat(first.requireInteger("accepted")).isEqualTo(1);
    Json.Obj refused = (Json.Obj) first.list("refused").orElseThrow().getFirst();
    assertThat(refused.requireText("rule")).isEqualTo("looks-ahead");
    assertThat(refused.requireText("reason")).isEqualTo("it looks around");
  }

  @Test
  void a_rule_for_a_built_in_label_works_where_the_profile_has_it_not() throws IOException {
    assertThat(run("--rules", iban, "--profile", "reference").status()).isZero();
    assertThat(Files.readString(safe)).contains("acme_ab12cd34 <IBAN_1> <EMAIL_1>");
    assertThat(run("--rules", iban, "--only", "PHONE", "--force").status()).isZero();
    assertThat(Files.readString(safe)).contains("<IBAN_1> mira@example.com");
  }

  @Test
  void what_is_excluded_stays_excluded() throws IOException {
    assertThat(run("--rules", iban, "--without", "IBAN").status()).isZero();
    assertThat(Files.readString(safe)).contains("ACCT-1234 <EMAIL_1>");
    Ran own = run("--rules", acme, "--without", "ACME_TOKEN", "--force");
    assertThat(own.status()).isEqualTo(2);
    assertThat(own.err()).contains("take the rule out of the file");
  }

  @Test
  void operators_and_the_choice_know_the_labels_of_rules() throws IOException {
    Ran ran = run("--rules", acme, "--only", "ACME_TOKEN", "--operator", "ACME_TOKEN=remove");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(Files.readString(safe)).isEqualTo("{\"t\":\" ACCT-1234 mira@example.com\"}\n");
    assertThat(run("--only", "ACME_TOKEN", "--force").status()).isEqualTo(2);
  }

  @Test
  void a_wrong_file_stops_the_run() throws IOException {
    String wrong = obol.file("wrong.toml", "[[rules]]\nid = \"a\"\nregexp = \"b\"\n").toString();
    for (String file : List.of(wrong, obol.path("missing.toml").toString(), raw.toString())) {
      Ran ran = run("--rules", file);
      assertThat(ran.status()).as(file).isEqualTo(1);
      assertThat(ran.err()).contains(Path.of(file).getFileName().toString());
      assertThat(safe).doesNotExist();
    }
  }

  @Test
  void rules_serve_signing_too() {
    List<String> from = List.of("dataset", "from", raw.toString(), "--name", "pi");
    Ran refused = obol.run(with(from, "--rules", acme));
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.err()).contains("without --anonymize");
    Ran ran = obol.run(with(from, "--rules", acme, "--anonymize", "--json"));
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.json().list("rules")).isPresent();
    Json.Obj claim = ran.json().object("anonymization").orElseThrow();
    assertThat(claim.object("entities").orElseThrow().requireInteger("ACME_TOKEN")).isEqualTo(1);
  }

  private Ran run(String... more) {
    return obol.run(with(List.of("dataset", "anonymize", raw.toString(), safe.toString()), more));
  }

  static String[] with(List<String> words, String... more) {
    return java.util.stream.Stream.concat(words.stream(), List.of(more).stream())
        .toArray(String[]::new);
  }
}
