package org.obol.anonymize.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RangeInputTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "a", "a\n", "\n\na", "ab\r\nc\n\n", "one long line"})
  void rangesOfAnySizeHoldEachLineOnce(String text) throws IOException {
    for (int bytes = 1; bytes <= text.length() + 1; bytes++) {
      assertThat(read(text, bytes)).as("ranges of %d", bytes).isEqualTo(text);
    }
  }

  @Test
  void linesLongerThanSeveralRangesAreReadByTheRangeTheyBeginIn() throws IOException {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      text.append("x".repeat(random.nextInt(10) == 0 ? 200_000 : random.nextInt(3_000)));
      text.append('\n');
    }
    for (int bytes : new int[] {999, 4_096, 65_536, 100_000}) {
      assertThat(read(text.toString(), bytes)).hasToString(text.toString());
    }
  }

  @Test
  void aFileThatBecameShorterIsNoticed() throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "12345");
    LineRange range = new LineRange(file.toUri().toString(), 0, 0, 0, 9, 9);
    assertThatThrownBy(() -> open(range).readAllBytes())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("became shorter");
  }

  private String read(String text, int bytes) throws IOException {
    Path file = Files.writeString(folder.resolve("f"), text);
    InputFile input = new InputFile(file.toUri().toString(), text.length());
    StringBuilder read = new StringBuilder();
    for (LineRange range : LineRange.cut(List.of(input), bytes)) {
      try (RangeInput in = open(range)) {
        String lines = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        read.append(lines);
        assertThat(lines.isEmpty() || lines.endsWith("\n") || read.length() == text.length())
            .isTrue();
      }
    }
    return read.toString();
  }

  private static RangeInput open(LineRange range) throws IOException {
    var path = new org.apache.hadoop.fs.Path(range.path());
    FileSystem store = Storage.of(path, new Configuration(false));
    return new RangeInput(store.open(path), range);
  }
}
