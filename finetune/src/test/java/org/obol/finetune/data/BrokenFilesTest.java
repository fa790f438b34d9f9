package org.obol.finetune.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user is told of each typical broken input: rule, place and words. */
final class BrokenFilesTest {

  @TempDir Path folder;

  static List<BrokenFile> files() {
    return BrokenFiles.all();
  }

  @ParameterizedTest
  @MethodSource("files")
  void a_broken_file_is_told_with_rule_place_and_words(BrokenFile broken) throws IOException {
    List<String> told = report(broken).summary().findings().stream().map(this::line).toList();
    assertThat(told).isNotEmpty().isEqualTo(expected().get(broken.name()));
  }

  @ParameterizedTest
  @MethodSource("files")
  void an_error_refuses_the_file_and_nothing_else_does(BrokenFile broken) throws IOException {
    DataReport report = report(broken);
    boolean error =
        report.summary().findings().stream().anyMatch(f -> f.rule().level() == Level.ERROR);
    assertThat(report instanceof DataReport.Refused).isEqualTo(error);
    assertThat(report.text()).contains(error ? "refused: " : "usable: ");
  }

  @Test
  void every_line_of_the_table_is_of_a_file() throws IOException {
    assertThat(expected()).containsOnlyKeys(files().stream().map(BrokenFile::name).toList());
  }

  private DataReport report(BrokenFile broken) throws IOException {
    Path file = Files.write(folder.resolve("data.jsonl"), broken.content());
    return DataCheck.run(file, broken.options());
  }

  private String line(Finding finding) {
    return finding.rule().level().letter()
        + " "
        + finding.rule().id()
        + " "
        + finding.place()
        + ": "
        + finding.message();
  }

  /** The table: the name of a file, then its findings, indented. */
  private static Map<String, List<String>> expected() throws IOException {
    Map<String, List<String>> table = new LinkedHashMap<>();
    try (InputStream in =
        Objects.requireNonNull(BrokenFilesTest.class.getResourceAsStream("broken-files.txt"))) {
      List<String> findings = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        if (line.startsWith("  ")) {
          findings.add(line.strip());
        } else {
          findings = new ArrayList<>();
          table.put(line, findings);
        }
      }
    }
    return table;
  }
}
