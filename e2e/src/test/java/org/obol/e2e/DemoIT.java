package org.obol.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole story, as a newcomer has it told. */
class DemoIT {

  /** The result of each step, in order. */
  private static final List<String> RESULTS =
      List.of(
          "[\\d,]+ values? replaced, [\\d,]+ different ones; a second look found nothing more",
          "v1 signed, .*Chain valid: 1 version\\(s\\), head v1, owner 0x[0-9a-f]{40}",
          "serving at http://127\\.0\\.0\\.1:\\d+ for 5\\.00 USDC on http://127\\.0\\.0\\.1:\\d+",
          "both lead to the signed v1, manifest hash [0-9a-f]{64}",
          "paid in transaction 0x[0-9a-f]{64}; the owner's account 0x[0-9a-f]{40} has 5\\.00 USDC",
          "killed \\(SIGKILL\\) after about half; no file has appeared under its final name",
          "kept .*, fetched .*; SHA-256 equals the owner's file",
          "bound to v1 and its owner, trained again offline: the same adapter, SHA-256"
              + " [0-9a-f]{64}",
          "v2 signed and served at once; the v1 buyer was refused \\(exit 4\\)",
          "Chain INVALID at entry 1: .*",
          "refused \\(exit 3\\), nothing under the final name",
          "the node noticed and serves it no more");

  /** For all twelve steps, with all their processes, on a busy machine. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir Path folder;

  @Test
  void tellsItsTwelveResultsAndLeavesNothingBehind() throws IOException {
    requireWholeStory(tell());
  }

  @Test
  void tellsItWithAFileOfTheUsersToo() throws IOException {
    Path file = Rows.write(folder.resolve("mine.jsonl"), 5 << 20, Seed.of("demo"));
    byte[] before = Files.readAllBytes(file);
    requireWholeStory(tell(file.toString()));
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  private Ended tell(String... file) {
    String[] command = Stream.concat(Stream.of("demo"), Stream.of(file)).toArray(String[]::new);
    try (Running running = Obol.start(folder.resolve("home"), command)) {
      return running.await(PATIENCE);
    }
  }

  private void requireWholeStory(Ended demo) throws IOException {
    demo.requireStatus(0);
    List<String> results = demo.out().stream().filter(l -> l.startsWith("   → ")).toList();
    assertThat(results).as(demo.text()).hasSameSizeAs(RESULTS);
    for (int i = 0; i < RESULTS.size(); i++) {
      Pattern line = Pattern.compile("   → " + RESULTS.get(i) + "  \\(\\d+\\.\\d s\\)");
      assertThat(results.get(i)).matches(line);
    }
    try (Stream<Path> left = Files.list(Obol.temporary(folder.resolve("home")))) {
      assertThat(left.filter(path -> path.getFileName().toString().startsWith("obol"))).isEmpty();
    }
    try (Stream<Path> homes = Files.list(folder)) {
      assertThat(homes.map(Path::getFileName).map(Path::toString)).doesNotContain("home");
    }
  }
}
