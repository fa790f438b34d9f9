package org.obol.cli.anonymize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.cli.CommandLineFixture;
import org.obol.cli.CommandLineFixture.Ran;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;

final class AnonymizeCommandTest {

  @TempDir private Path folder;
  private CommandLineFixture obol;
  private Path raw;
  private Path safe;

  @BeforeEach
  void start() throws IOException {
    obol = new CommandLineFixture(folder);
    raw = obol.file("raw.jsonl", Planted.rows());
    safe = obol.path("safe.jsonl");
  }

  @Test
  void values_become_placeholders_and_the_report_says_how_many() throws IOException {
    Ran ran = run(raw, safe, "--report", obol.path("report.json").toString());
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(Files.readString(safe))
        .contains("Write to <EMAIL_1> or <EMAIL_2>.", "<EMAIL_1> came from <IPV4_1> today.")
        .contains("Call <PHONE_1>, the card is <CREDIT_CARD_1>.");
    assertThat(ran.out())
        .contains("EMAIL ", "3           2  replace", "/messages/*/content", "0 found", "Written");
    Json.Obj report =
        JsonReader.read(Files.readString(obol.path("report.json"))).asObject("the report");
    assertThat(email(report).requireInteger("count")).isEqualTo(3);
    assertThat(report.object("timing")).isPresent();
  }

  @Test
  void machines_get_the_report_as_the_answer() {
    Json.Obj answer = run(raw, safe, "--json").json();
    assertThat(answer.requireText("out")).isEqualTo(safe.toString());
    assertThat(email(answer).requireInteger("distinct")).isEqualTo(2);
    assertThat(answer.requireText("engine")).startsWith("obol-anonymize/");
    assertThat(answer.requireInteger("secondLook")).isZero();
  }

  @Test
  void no_value_is_shown_or_kept_anywhere() throws IOException {
    Path text = obol.path("report.txt");
    Path numbering = obol.path("kept.numbering");
    Ran ran = run(raw, safe, "--report", text.toString(), "--numbering", numbering.toString());
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out() + ran.err()).doesNotContain(Planted.VALUES);
    assertThat(numbering).exists();
    assertThat(Files.readString(text)).contains("EMAIL");
    assertThat(Planted.foundIn(folder)).containsExactly(raw);
  }

  @Test
  void a_bad_line_stops_the_run_and_is_not_quoted() throws IOException {
    Path bad = obol.file("bad.jsonl", Planted.rows() + "{\"t\":\"mira.okafor@example.com\n");
    for (List<String> more : List.of(List.<String>of(), List.of("--json"), List.of("--debug"))) {
      Ran ran = run(bad, safe, more.toArray(String[]::new));
      assertThat(ran.status()).isEqualTo(1);
      assertThat(ran.out()).isEmpty();
      assertThat(ran.err()).contains("bad.jsonl, line 4, column ").doesNotContain(Planted.VALUES);
      assertThat(safe).doesNotExist();
    }
    Ran dropped = run(bad, safe, "--drop-bad-lines", "--json");
    assertThat(dropped.json().requireInteger("droppedLines")).isEqualTo(1);
  }

  @Test
  void a_pipe_carries_data_only() {
    obol.reading(Planted.rows().getBytes(StandardCharsets.UTF_8));
    Ran ran = obol.run("dataset", "anonymize", "-", "-");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.lines()).hasSize(3).allMatch(line -> line.startsWith("{\"messages\""));
    assertThat(ran.err()).contains("EMAIL");
    Ran both = obol.run("dataset", "anonymize", "-", "-", "--json");
    assertThat(both.status()).isEqualTo(2);
    assertThat(both.failure().requireText("message")).contains("--report FILE");
  }

  @Test
  void labels_and_operators_are_chosen() throws IOException {
    Ran ran =
        run(
            raw,
            safe,
            "--only",
            "EMAIL,IPV4,PHONE",
            "--without",
            "PHONE",
            "--operator",
            "EMAIL=mask",
            "--operator",
            "IPV4=remove",
            "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(Files.readString(safe))
        .contains("Write to *********************** or ", "came from  today", "(415) 555-0132");
    assertThat(ran.json().requireText("profile"))
        .isEqualTo("only EMAIL, IPV4, PHONE; without PHONE");
    assertThat(email(ran.json()).requireText("operator")).isEqualTo("mask");
  }

  @Test
  void keyed_hashes_need_a_numbering() throws IOException {
    Ran without = run(raw, safe, "--operator", "EMAIL=hmac");
    assertThat(without.status()).isEqualTo(2);
    assertThat(without.err()).contains("--numbering FILE");
    assertThat(run(raw, safe, "--threads", "0").status()).isEqualTo(2);
    Path numbering = obol.path("kept.numbering");
    Ran ran = run(raw, safe, "--operator", "EMAIL=hmac", "--numbering", numbering.toString());
    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(Files.readString(safe)).containsPattern("Write to <EMAIL_[0-9a-f]{16}> or ");
  }

  @Test
  void a_wrong_choice_is_usage() {
    for (List<String> wrong :
        List.of(
            List.of("--profile", "tiny"),
            List.of("--fields", "none"),
            List.of("--only", "NAMES"),
            List.of("--only", "EMAIL", "--without", "EMAIL"),
            List.of("--operator", "EMAIL=shred"),
            List.of("--operator", "EMAIL"),
            List.of("--operator", "MAC=mask", "--without", "MAC"),
            List.of("--threads", "-1"))) {
      Ran ran = run(raw, safe, wrong.toArray(String[]::new));
      assertThat(ran.status()).as("%s", wrong).isEqualTo(2);
      assertThat(safe).doesNotExist();
    }
  }

  @Test
  void what_is_there_is_replaced_on_demand_only() throws IOException {
    Files.writeString(safe, "mine");
    assertThat(run(raw, safe).status()).isEqualTo(1);
    assertThat(Files.readString(safe)).isEqualTo("mine");
    assertThat(run(raw, safe, "--force").status()).isZero();
    assertThat(Files.readString(safe)).contains("<EMAIL_1>");
  }

  @Test
  void the_reference_profile_and_fields_look_at_less() throws IOException {
    Path rows = obol.file("two.jsonl", "{\"note\":\"a@example.com\",\"text\":\"b@example.com\"}\n");
    run(rows, safe, "--profile", "reference", "--fields", "reference", "--threads", "1");
    assertThat(Files.readString(safe))
        .isEqualTo("{\"note\":\"a@example.com\",\"text\":\"<EMAIL_1>\"}\n");
  }

  private static Json.Obj email(Json.Obj report) {
    return report.object("labels").orElseThrow().object("EMAIL").orElseThrow();
  }

  private Ran run(Path in, Path out, String... more) {
    String[] words =
        java.util.Arrays.copyOf(
            new String[] {"dataset", "anonymize", in.toString(), out.toString()}, 4 + more.length);
    System.arraycopy(more, 0, words, 4, more.length);
    return obol.run(words);
  }
}
