package org.obol.cli.sale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CsvTest {

  @Test
  void plain_cells_stay_plain_and_others_are_quoted() {
    assertThat(Csv.line(List.of("a", "", "5.00", "0xAb", "two words")))
        .isEqualTo("a,,5.00,0xAb,two words");
    assertThat(Csv.line(List.of("a,b", "a;b", "say \"a\"", "a\nb", " a")))
        .isEqualTo("\"a,b\",\"a;b\",\"say \"\"a\"\"\",\"a\nb\",\" a\"");
  }

  @Test
  void no_cell_is_a_formula() {
    for (String formula : List.of("=1+1", "+1", "-1", "@x", "\t=1", " =1", "|x", "\uff1d1")) {
      assertThat(Csv.line(List.of(formula))).as(formula).isEqualTo("\"'" + formula + "\"");
    }
  }
}
