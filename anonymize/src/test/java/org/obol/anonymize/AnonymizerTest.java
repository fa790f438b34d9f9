package org.obol.anonymize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.obol.anonymize.scan.Fields;

class AnonymizerTest {
  @Test
  void sameValueSameNumberInReadingOrder() {
    assertThat(Runs.run("{\"a\":\"x@a.org y@a.org x@a.org\"}\n{\"b\":\"y@a.org z@a.org\"}"))
        .isEqualTo("{\"a\":\"<EMAIL_1> <EMAIL_2> <EMAIL_1>\"}\n{\"b\":\"<EMAIL_2> <EMAIL_3>\"}");
  }

  @Test
  void everyStringIsText() {
    String line =
        """
        {"c":[{"type":"text","text":"a@x.org"}],"f":{"arguments":"{\\"to\\":\\"a@x.org\\",\\"n\\":[1e400]}"},"b@x.org":1}
        """;
    assertThat(Runs.run(line))
        .isEqualTo(
            """
            {"c":[{"type":"text","text":"<EMAIL_1>"}],"f":{"arguments":"{\\"to\\":\\"<EMAIL_1>\\",\\"n\\":[1e400]}"},"<EMAIL_2>":1}
            """);
  }

  @Test
  void referenceFieldsAreReadWhateverIsInsideThem() {
    Policy policy =
        new Policy(
            "full", Set.copyOf(Label.constants()), Fields.REFERENCE, Map.of(), List.of(), false);
    String line =
        "{\"name\":\"a@x.org\",\"content\":[{\"text\":\"b@x.org\",\"u\":\"c@x.org\"}],\"note\":\"d@x.org\"}";
    assertThat(Runs.run(policy, Numbering.once(), 1, Runs.bytes(line)).text())
        .isEqualTo(
            "{\"name\":\"a@x.org\",\"content\":[{\"text\":\"<EMAIL_1>\",\"u\":\"<EMAIL_2>\"}],\"note\":\"d@x.org\"}");
  }

  @Test
  void placeholdersOfTheInputAreKeptApartWhereverTheyAre() {
    assertThat(Runs.run("\"<EMAIL_1> a@x.org\"\n")).isEqualTo("\"<EMAIL_1> <EMAIL_2>\"\n");
    assertThat(Runs.run("\"a@x.org\"\n\"b@x.org <EMAIL_1> <EMAIL_2>\"\n"))
        .isEqualTo("\"<EMAIL_3>\"\n\"<EMAIL_4> <EMAIL_1> <EMAIL_2>\"\n");
    String far = "\"a@x.org\"\n" + "{}\n".repeat(800_000) + "\"<EMAIL_1>\"\n";
    assertThat(Runs.run(far)).startsWith("\"<EMAIL_2>\"\n").endsWith("\"<EMAIL_1>\"\n");
  }

  @Test
  void aStreamWithAPlaceholderTooLateIsRefused() {
    byte[] far = Runs.bytes("\"a@x.org\"\n" + "{}\n".repeat(800_000) + "\"<EMAIL_1>\"\n");
    Part part =
        new Part(
            "standard input",
            () -> new ByteArrayInputStream(far),
            OutputStream::nullOutputStream,
            false);
    Anonymizer anonymizer = new Anonymizer(Policy.full(), Numbering.once(), 1, bytes -> {});
    assertThatThrownBy(() -> anonymizer.run(List.of(part)))
        .isInstanceOf(AnonymizeException.class)
        .hasMessageContaining("put it into a file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1} x | more text",
        "{\"a\":tru} | no JSON value",
        "\uFEFF{\"a\":1} | a byte order mark (BOM)",
        "{\"a\":01} | no JSON value",
        "{\"a\" 1} | ':' expected",
        "{a:1} | key in quotes",
        "[1 2] | ',' or ']'",
        "{\"a\":1 | line ends within JSON",
        "{\"a\":\"secret@x.org | without closing quote",
        "\"\\ud800 secret@x.org\" | lone surrogate",
        "\"\\q secret@x.org\" | wrong escape",
      })
  void aBadLineIsNamedAndNotQuoted(String line, String reason) {
    assertThatThrownBy(() -> Runs.run("{}\n\n" + line))
        .isInstanceOf(AnonymizeException.class)
        .hasMessageStartingWith("in.jsonl, line 3, column ")
        .hasMessageContaining(reason)
        .hasMessageNotContaining("secret");
  }

  @Test
  void invalidUtf8IsNamedWithItsColumn() {
    byte[] line = Runs.bytes("{\"a\":\"xy\"}");
    line[6] = (byte) 0xC3;
    assertThatThrownBy(() -> Runs.run(Policy.full(), Numbering.once(), 1, line))
        .hasMessageStartingWith("in.jsonl, line 1, column 7: invalid UTF-8");
  }

  @Test
  void badLinesAreLeftOutOnlyWhenAskedAndCounted() {
    Policy policy =
        new Policy("full", Set.copyOf(Label.constants()), Fields.ALL, Map.of(), List.of(), true);
    Runs.Result result =
        Runs.run(
            policy,
            Numbering.once(),
            1,
            Runs.bytes("\"a@x.org\"\n{\"b@x.org\":\n\n\"b@x.org\"\n\"c@x.org"));
    assertThat(result.text()).isEqualTo("\"<EMAIL_1>\"\n\n\"<EMAIL_2>\"\n");
    assertThat(result.report().droppedLines()).isEqualTo(2);
    assertThat(result.report().lines()).isEqualTo(5);
    assertThat(result.report().count()).isEqualTo(2);
  }

  @Test
  void operatorsAreChosenByLabel() {
    Policy policy =
        new Policy(
            "full",
            Set.copyOf(Label.constants()),
            Fields.ALL,
            Map.of(
                Label.EMAIL,
                Operator.MASK,
                Label.IPV4,
                Operator.HMAC,
                Label.HOME_PATH,
                Operator.REMOVE),
            List.of(),
            false);
    byte[] line = Runs.bytes("\"ü@x.org from 10.20.30.40 in /home/ana/x\"");
    Numbering numbering = Numbering.kept(DatasetKey.of(new byte[32]));
    assertThat(Runs.run(policy, numbering, 1, line).text())
        .matches("\"\\*{7} from <IPV4_[0-9a-f]{16}> in /x\"");
    assertThatThrownBy(() -> Runs.run(policy, Numbering.once(), 1, line))
        .hasMessageContaining("--numbering");
  }

  @Test
  void numbersStayTheSameFromVersionToVersion(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("numbering");
    byte[] first = Runs.bytes("\"a@x.org\"\n\"b@x.org\"\n");
    Numbering numbering = NumberingFile.load(file);
    assertThat(Runs.run(Policy.full(), numbering, 1, first).text())
        .isEqualTo("\"<EMAIL_1>\"\n\"<EMAIL_2>\"\n");
    NumberingFile.save(numbering, file);
    byte[] next = Runs.bytes("\"c@x.org\"\n\"a@x.org\"\n\"b@x.org\"\n");
    assertThat(Runs.run(Policy.full(), NumberingFile.load(file), 2, next).text())
        .isEqualTo("\"<EMAIL_3>\"\n\"<EMAIL_1>\"\n\"<EMAIL_2>\"\n");
    assertThat(Files.readString(file)).doesNotContain("x.org");
    assertThat(Files.getPosixFilePermissions(file)).hasToString("[OWNER_READ, OWNER_WRITE]");
  }

  @Test
  void aDamagedNumberingIsRefusedWithItsLine(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("numbering");
    Files.writeString(file, "obol-numbering 1\nkey " + "00".repeat(32) + "\nEMAIL 12 1\n");
    assertThatThrownBy(() -> NumberingFile.load(file))
        .isInstanceOf(AnonymizeException.class)
        .hasMessageContaining("line 3");
  }

  @Test
  void placesAreCountedAndKeysWithValuesAreNotShown() {
    Report report =
        Runs.run(
                Policy.full(),
                Numbering.once(),
                1,
                Runs.bytes(
                    "{\"messages\":[{\"content\":\"a@x.org\"},{\"content\":\"b@x.org\"}],\"c@x.org\":{\"d\":\"e@x.org\"}}"))
            .report();
    assertThat(report.places())
        .isEqualTo(
            Map.of(
                "/messages/*/content",
                Map.of("EMAIL", 2L),
                "/(key)",
                Map.of("EMAIL", 1L),
                "/(key)/d",
                Map.of("EMAIL", 1L)));
    assertThat(report.labels().values()).extracting(Report.Found::distinct).containsExactly(4L);
    assertThat(report.toString()).doesNotContain("x.org");
  }

  @Test
  void nestingAsDeepAsTheStackOfAnotherParserIsRefused() {
    assertThat(Runs.run("[".repeat(512) + "]".repeat(512))).hasSize(1024);
    assertThatThrownBy(() -> Runs.run("[".repeat(513) + "]".repeat(513)))
        .hasMessageContaining("nested deeper than 512");
  }
}
