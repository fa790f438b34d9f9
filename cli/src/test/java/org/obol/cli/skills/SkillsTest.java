package org.obol.cli.skills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.cli.CommandLineFixture;
import org.obol.cli.CommandLineFixture.Ran;

final class SkillsTest {

  private static final Path SKILLS = Path.of("..", "skills");
  private static final Pattern COMMAND = Pattern.compile("(?m)^obol (.+)$");
  private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|\\S+");

  @TempDir private Path folder;
  private CommandLineFixture obol;

  @BeforeEach
  void start() {
    obol = new CommandLineFixture(folder);
  }

  @Test
  void every_skill_of_the_folder_is_handed_out() throws IOException {
    try (Stream<Path> all = Files.list(SKILLS)) {
      List<String> names = all.map(path -> path.getFileName().toString()).sorted().toList();
      assertThat(Skill.all()).extracting(Skill::name).isEqualTo(names);
    }
    for (Skill skill : Skill.all()) {
      assertThat(skill.text())
          .isEqualTo(Files.readString(SKILLS.resolve(skill.name()).resolve("SKILL.md")))
          .startsWith("---\nname: " + skill.name() + "\ndescription: ");
      assertThat(skill.description()).hasSizeBetween(40, 300);
    }
  }

  @Test
  void skills_are_listed_shown_and_installed() throws IOException {
    assertThat(obol.run("skills", "list").out())
        .contains("dataset-anonymize  Take personal data")
        .contains("dataset-buy  Find a dataset")
        .contains("dataset-sell  Sign a dataset")
        .contains("finetune-backend  Train a LoRA adapter");
    Ran shown = obol.run("skills", "show", "dataset-anonymize");
    assertThat(shown.out()).contains("pseudonymous, not anonymous");
    assertThat(obol.run("skills", "show", "none").status()).isEqualTo(2);
    Path agent = obol.path("agent/skills");
    assertThat(obol.run("skills", "install", agent.toString()).status()).isZero();
    Path file = agent.resolve("dataset-anonymize/SKILL.md");
    assertThat(Files.readString(file)).isEqualTo(Skill.named("dataset-anonymize").text());
    assertThat(obol.run("skills", "install", agent.toString()).out()).contains("there already");
    Files.writeString(file, "mine");
    assertThat(obol.run("skills", "install", agent.toString()).status()).isEqualTo(1);
    assertThat(Files.readString(file)).isEqualTo("mine");
    assertThat(obol.run("skills", "install", agent.toString(), "--force").status()).isZero();
    assertThat(Files.readString(file)).contains("Anonymize a dataset");
  }

  @Test
  void every_command_of_a_skill_and_its_guide_is_one_that_works() throws IOException {
    String row = "{\"text\":\"mira.okafor@example.com\"}\n";
    for (String name : List.of("raw.jsonl", "raw-monday.jsonl", "raw-tuesday.jsonl")) {
      obol.file(name, row);
    }
    Files.createDirectory(obol.path("raw-folder"));
    obol.file("raw-folder/a.jsonl", row);
    obol.file("acme.toml", "[[rules]]\nid = \"acme\"\nregex = \"acme_[0-9]+\"\n");
    Files.createDirectory(obol.path("model-folder"));
    for (Path text :
        List.of(
            SKILLS.resolve("dataset-anonymize/SKILL.md"), Path.of("../docs/guides/anonymize.md"))) {
      runAll(text, word -> word.contains(".") || word.contains("folder") ? path(word) : word);
      for (String out :
          List.of("safe.jsonl", "safe-monday.jsonl", "safe-tuesday.jsonl", "report.json")) {
        Files.deleteIfExists(obol.path(out));
      }
    }
  }

  /** They are run by the flow in flows/, which costs a chain. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "skills/dataset-buy/SKILL.md",
        "skills/dataset-sell/SKILL.md",
        "docs/guides/monetize-dataset.md"
      })
  void every_command_about_money_is_one_that_the_program_understands(String document)
      throws IOException {
    List<String> commands =
        COMMAND
            .matcher(Files.readString(Path.of("..", document)))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(commands).hasSizeGreaterThan(5);
    for (String command : commands) {
      String[] words =
          WORD.matcher(command.replace("0x…", "0x" + "1".repeat(40)))
              .results()
              .map(word -> word.group().replace("\"", ""))
              .toArray(String[]::new);
      assertThatCode(() -> obol.parse(words)).as(command).doesNotThrowAnyException();
    }
  }

  @Test
  void no_skill_lets_an_agent_pay_without_a_limit_and_an_owner() throws IOException {
    for (Skill skill : Skill.all()) {
      COMMAND
          .matcher(skill.text())
          .results()
          .map(found -> found.group(1))
          .filter(command -> command.contains("--join"))
          .forEach(command -> assertThat(command).contains("--max-price ", "--owner ", "--json"));
    }
    String text = Skill.named("dataset-buy").text();
    assertThat(text.indexOf("--dry-run --json")).isBetween(0, text.indexOf("--yes --passphrase"));
  }

  @Test
  void every_command_of_the_skill_for_training_and_its_guide_is_one_that_works()
      throws IOException {
    obol.file(
        "sft.jsonl",
        IntStream.range(0, 12)
            .mapToObj(i -> "{\"prompt\":\"What is %d?\",\"completion\":\" %d.\"}\n".formatted(i, i))
            .collect(Collectors.joining()));
    String owner =
        obol.run("dataset", "from", path("sft.jsonl"), "--name", "my-data", "--json")
            .json()
            .requireText("owner");
    Set<String> places = Set.of("sft.jsonl", "tiny", "run1", "run2");
    for (Path text :
        List.of(
            SKILLS.resolve("finetune-backend/SKILL.md"), Path.of("../docs/guides/finetune.md"))) {
      runAll(text, word -> word.equals("0x…") ? owner : places.contains(word) ? path(word) : word);
      for (String made : List.of("tiny", "run1")) {
        Files.move(obol.path(made), obol.path(made + "-of-" + text.getFileName()));
      }
    }
  }

  private void runAll(Path text, UnaryOperator<String> place) throws IOException {
    int count = 0;
    for (var found : COMMAND.matcher(Files.readString(text)).results().toList()) {
      String[] words =
          Stream.of(found.group(1).replaceFirst(" #.*", "").strip().split(" +"))
              .map(place)
              .toArray(String[]::new);
      Ran ran = obol.run(words);
      assertThat(ran.status()).as(found.group() + "\n" + ran.out() + ran.err()).isZero();
      count++;
    }
    assertThat(count).isPositive();
  }

  private String path(String word) {
    return obol.path(word).toString();
  }
}
