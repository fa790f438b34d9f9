package org.obol.finetune.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file larger than all memory of the Java machine that checks and prepares it. */
final class LargeFileIT {

  private static final int RECORDS = 60_000;

  @TempDir Path folder;

  @Test
  void a_file_of_120_mb_is_checked_and_prepared_with_64_mb_of_memory()
      throws IOException, InterruptedException {
    Path file = folder.resolve("data.jsonl");
    write(file);
    assertThat(Files.size(file)).isGreaterThan(120_000_000);
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx64m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    LargeFileIT.class.getName(),
                    file.toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    } finally {
      process.destroyForcibly();
    }
  }

  /** What the other Java machine runs. */
  static void main(String[] arguments) {
    Path file = Path.of(arguments[0]);
    long start = System.nanoTime();
    var report = (DataReport.Usable) DataCheck.run(file, DataOptions.defaults());
    double seconds = (System.nanoTime() - start) / 1e9;
    PreparedData data = report.prepare(file.resolveSibling("out"));
    long records = data.split().train().records() + data.split().heldOut().count();
    System.out.printf(
        "%.0f MB/s to check, %.1f s with preparing%n",
        report.summary().source().bytes() / 1e6 / seconds, (System.nanoTime() - start) / 1e9);
    System.exit(records == RECORDS ? 0 : 1);
  }

  private static void write(Path file) throws IOException {
    String answer = "Say it once more, and slowly. ".repeat(65);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < RECORDS; i++) {
        out.write(
            "{\"messages\":[{\"role\":\"user\",\"content\":\"question "
                + i
                + "\"},{\"role\":\"assistant\",\"content\":\""
                + answer
                + i
                + "\"}]}\n");
      }
    }
  }
}
