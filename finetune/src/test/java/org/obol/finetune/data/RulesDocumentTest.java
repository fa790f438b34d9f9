package org.obol.finetune.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/finetune-rules.md is what the program does. */
final class RulesDocumentTest {

  @Test
  void the_document_lists_every_rule_in_order() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("../docs/finetune-rules.md")).stream()
            .filter(line -> line.matches("\\| [FCMPAST]\\d+ \\|.*"))
            .toList();
    assertThat(rows).isEqualTo(Arrays.stream(Rule.values()).map(RulesDocumentTest::row).toList());
  }

  @Test
  void every_demand_of_the_catalogue_has_a_rule() {
    assertThat(Arrays.stream(Rule.values()).map(Rule::id).distinct().toList())
        .containsExactlyElementsOf(
            Stream.of(
                    ids("F", 12),
                    // C7, the preview of what is learned, is no finding.
                    ids("C", 6),
                    ids("M", 9),
                    ids("P", 4),
                    ids("A", 4),
                    ids("S", 5),
                    ids("T", 2))
                .flatMap(ids -> ids)
                .toList());
  }

  private static Stream<String> ids(String family, int last) {
    return IntStream.rangeClosed(1, last).mapToObj(number -> family + number);
  }

  private static String row(Rule rule) {
    return "| "
        + String.join(
            " | ",
            rule.id(),
            rule.level().letter() + (rule.costsOneRecord() ? ", droppable" : ""),
            "`" + rule.name() + "`",
            rule.title(),
            rule.hint().replace("|", "\\|"))
        + " |";
  }
}
