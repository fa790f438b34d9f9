package org.obol.anonymize;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class EntitiesDocTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ([A-Z][A-Z0-9_]+)( \\*\\*R\\*\\*)? \\|");

  @Test
  void everyLabelHasARowAndEveryRowALabel() throws IOException {
    List<MatchResult> rows =
        ROW.matcher(Files.readString(Path.of("../docs/entities.md"))).results().toList();
    assertThat(rows.stream().map(row -> row.group(1)))
        .containsExactlyInAnyOrderElementsOf(Label.constants().stream().map(Label::name).toList());
    Set<String> marked =
        rows.stream()
            .filter(row -> row.group(2) != null)
            .map(row -> row.group(1))
            .collect(Collectors.toSet());
    assertThat(Policy.reference().labels().stream().map(Label::name))
        .containsExactlyInAnyOrderElementsOf(marked);
  }
}
