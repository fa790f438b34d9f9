package org.obol.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.cli.CommandLineFixture.Ran;
import picocli.CommandLine;

final class ProgramTest {

  @TempDir private Path folder;
  private CommandLineFixture obol;

  @BeforeEach
  void start() {
    obol = new CommandLineFixture(folder);
  }

  @Test
  void the_version_is_the_one_of_the_build() {
    Ran ran = obol.run("--version");
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).matches("obol \\d+\\.\\d+\\.\\d+\\R");
  }

  @Test
  void every_command_has_help_with_an_example() {
    for (List<String> command : commands()) {
      List<String> words = new ArrayList<>(command);
      words.add("--help");
      Ran ran = obol.run(words.toArray(String[]::new));
      assertThat(ran.status()).as("%s", words).isZero();
      assertThat(ran.out()).as("%s", words).contains("Usage: obol").contains("Example");
      assertThat(ran.out().substring(ran.out().indexOf("Example")))
          .as("%s", words)
          .contains("  obol ");
      assertThat(ran.err()).isEmpty();
    }
  }

  @Test
  void a_command_is_called_what_its_annotation_says() {
    for (List<String> command : commands()) {
      CommandLine line = program().commands(List.of());
      for (String word : command) {
        line = Objects.requireNonNull(line.getSubcommands().get(word));
        Object described = line.getCommandSpec().userObject();
        assertThat(described.getClass().getAnnotation(CommandLine.Command.class).name())
            .isEqualTo(word);
      }
    }
  }

  @Test
  void a_wrong_command_line_is_usage() {
    for (List<String> words :
        List.of(
            List.<String>of(),
            List.of("dataset"),
            List.of("no-such-thing"),
            List.of("dataset", "no-such-thing"),
            List.of("dataset", "status"),
            List.of("dataset", "status", "Not An Id"),
            List.of("dataset", "status", "x", "--no-such-option"),
            List.of("dataset", "from", "x.jsonl"),
            List.of("finetune", "--dataset", "x.jsonl", "verify", "run"),
            List.of("dataset", "grant", "x", "--subject", "a", "--follow", "--max-version", "1"),
            List.of("dataset", "verify", "log.json", "--owner", "0x12"))) {
      Ran ran = obol.run(words.toArray(String[]::new));
      assertThat(ran.status()).as("%s", words).isEqualTo(2);
      assertThat(ran.out()).as("%s", words).isEmpty();
      assertThat(ran.err()).as("%s", words).startsWith("error: ").contains("Try: obol");
      assertThat(ran.err()).as("%s", words).doesNotContain("\tat ");
    }
  }

  @Test
  void a_failure_is_json_when_asked_for() {
    Ran ran = obol.run("dataset", "status", "missing", "--json");
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.failure().requireText("error")).isEqualTo("failed");
    assertThat(ran.failure().requireText("message")).contains("missing");
    Ran usage = obol.run("--json", "dataset", "status");
    assertThat(usage.status()).isEqualTo(2);
    assertThat(usage.failure().requireText("error")).isEqualTo("usage");
  }

  @Test
  void a_stack_trace_is_shown_for_debug_only() {
    assertThat(obol.run("dataset", "status", "missing").err()).doesNotContain("\tat ");
    assertThat(obol.run("--debug", "dataset", "status", "missing").err()).contains("\tat ");
    assertThat(obol.run("dataset", "status", "missing", "--debug").err()).contains("\tat ");
  }

  @Test
  void what_may_be_a_key_or_a_token_is_not_repeated() {
    String key = "4c0883a69102937d6231471b5dbb6204fe512961708279f2e3e8a5d4b8e3e3e1";
    String token = "obol-dataset-mt-" + key;
    for (List<String> words :
        List.of(
            List.of("dataset", "status", "x", key),
            List.of("dataset", "status", "x", token),
            List.of("dataset", "status", "x", "--token=" + token),
            List.of("dataset", "from", "x.jsonl", "--name", "x", "--key", key),
            List.of("dataset", "revoke", token, "--reason", "r"))) {
      Ran ran = obol.run(words.toArray(String[]::new));
      assertThat(ran.status()).as("%s", words).isNotZero();
      assertThat(ran.err()).as("%s", words).doesNotContain(key.substring(0, 16));
    }
  }

  @Test
  void sell_data_is_dataset() {
    assertThat(SellAlias.expand(List.of("--json", "sell", "data", "list")))
        .containsExactly("--json", "dataset", "list");
    assertThat(SellAlias.expand(List.of("sell", "--help"))).containsExactly("sell", "--help");
    assertThat(SellAlias.expand(List.of())).isEmpty();
    assertThat(obol.run("sell", "data", "list").lines()).first().asString().contains("No datasets");
  }

  @Test
  void an_answer_that_cannot_be_written_is_a_failure() {
    for (List<String> words :
        List.of(
            List.of("dataset", "list"), List.of("dataset", "list", "--json"), List.of("--help"))) {
      var err = new StringWriter();
      int status =
          writing(failing("No space left on device"), err).run(words.toArray(String[]::new));
      assertThat(status).as("%s", words).isEqualTo(1);
      assertThat(err.toString()).contains("cannot write to standard output");
    }
  }

  @Test
  void a_reader_that_has_enough_is_no_failure() {
    var err = new StringWriter();
    OutputStream closed = Surroundings.whileRead(failing("Broken pipe"));
    assertThat(writing(closed, err).run("dataset", "list")).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void a_mistyped_word_is_answered_with_the_one_that_may_be_meant() {
    assertThat(obol.run("datset", "list").err()).contains("did you mean dataset?");
    assertThat(obol.run("dataset", "sttus", "x").err()).contains("did you mean status?");
    assertThat(obol.run("dataset", "list", "--jsn").err()).contains("--json?");
    assertThat(obol.run("help").out()).isEqualTo(obol.run("--help").out());
    assertThat(obol.run("help", "dataset", "from").out())
        .isEqualTo(obol.run("dataset", "from", "--help").out());
  }

  @Test
  void a_word_that_cannot_be_read_is_refused_in_plain_words() {
    for (List<String> words :
        List.of(
            List.of("devnet", "fund", "0x" + "1".repeat(40), "--amount", "abc"),
            List.of("finetune", "--lr", "NaN"),
            List.of("finetune", "--seed", "99999999999999999999"),
            List.of("devnet", "--port", "x"),
            List.of("dataset", "publish", "x", "--public-url", "not a url"),
            List.of("dataset", "anonymize", "a", "b", "--rules", "nosuch.toml"))) {
      Ran ran = obol.run(words.toArray(String[]::new));
      assertThat(ran.status()).as("%s", words).isIn(1, 2);
      assertThat(ran.err())
          .as("%s", words)
          .startsWith("error: ")
          .doesNotContain("java", "Exception");
    }
  }

  @Test
  void a_path_that_the_system_cannot_have_is_no_internal_error() {
    Ran ran = obol.with("OBOL_CONFIG_DIR", "a\0b").run("dataset", "list");
    assertThat(ran.status()).isEqualTo(1);
    assertThat(ran.err()).contains("cannot be used here").doesNotContain("internal");
  }

  private Program writing(OutputStream output, StringWriter err) {
    return new Program(
        new Surroundings(
            Map.of("OBOL_CONFIG_DIR", folder.toString()),
            InputStream.nullInputStream(),
            output,
            new PrintWriter(output, false, StandardCharsets.UTF_8),
            new PrintWriter(err),
            false,
            Optional::empty,
            Optional::empty,
            InstantSource.fixed(CommandLineFixture.NOW)));
  }

  private static OutputStream failing(String why) {
    return new OutputStream() {
      @Override
      public void write(int octet) throws IOException {
        throw new IOException(why);
      }
    };
  }

  private static List<List<String>> commands() {
    List<List<String>> all = new ArrayList<>();
    collect(program().commands(List.of()), List.of(), all);
    return all;
  }

  private static void collect(CommandLine line, List<String> path, List<List<String>> all) {
    all.add(path);
    line.getSubcommands()
        .forEach(
            (name, sub) -> {
              List<String> below = new ArrayList<>(path);
              below.add(name);
              collect(sub, below, all);
            });
  }

  private static Program program() {
    return new Program(Surroundings.ofProcess());
  }
}
