package org.obol.anonymize.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.anonymize.AnonymizeException;

class SparkSubmitTest {
  @Test
  void argumentsSayWhatIsDone() {
    Submit.Order order =
        Submit.order(
            List.of(
                "--numbering",
                "n",
                "a",
                "--drop-bad-lines",
                "--profile",
                "reference",
                "b",
                "--range-mib",
                "2",
                "--one-file-each",
                "out"));
    assertThat(order.inputs()).containsExactly("a", "b");
    assertThat(order.output()).isEqualTo("out");
    assertThat(order.settings().numbering()).contains(Path.of("n"));
    assertThat(order.settings().rangeBytes()).isEqualTo(2 << 20);
    assertThat(order.settings().oneFileEach()).isTrue();
    assertThat(order.settings().policy().dropBadLines()).isTrue();
    assertThat(order.settings().policy().labels()).hasSize(12);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "in",
        "--wrong in out",
        "in out --numbering",
        "--range-mib 0 i o",
        "--profile x i o"
      })
  void wrongArgumentsAreRefusedWithTheUsage(String arguments) {
    assertThatThrownBy(() -> Submit.order(List.of(arguments.split(" "))))
        .isInstanceOf(AnonymizeException.class)
        .hasMessageContaining("usage: ");
  }
}
