package org.obol.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that walks through the five surfaces, and the documents whose commands it runs. */
class HfSurfaceFlowIT {

  private static final Path SCRIPT = Obol.ROOT.resolve("flows/hf-surface-smoke.sh");
  private static final List<String> DOCUMENTS =
      List.of(
          "docs/guides/monetize-dataset.md",
          "skills/dataset-buy/SKILL.md",
          "skills/dataset-sell/SKILL.md");
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int TERMINATED = 128 + 15;

  @TempDir Path folder;
  private Path temporary;

  @BeforeEach
  void makeTemporary() throws IOException {
    temporary = Files.createDirectory(folder.resolve("tmp"));
  }

  @Test
  void all_five_surfaces_pass_with_every_documented_command() throws IOException {
    Ended flow;
    try (Running running = start(Obol.LAUNCHER)) {
      flow = running.await(PATIENCE).requireStatus(0);
    }
    List<String> results = flow.out().stream().filter(HfSurfaceFlowIT::isResult).toList();
    assertThat(results).as(flow.text()).allMatch(line -> line.startsWith("PASS  "));
    assertThat(results.stream().map(line -> line.charAt(6)).distinct())
        .containsExactly('1', '2', '3', '4', '5');
    assertThat(temporary).isEmptyDirectory();
    List<String> ran = commands(flow.out().stream().map(line -> line.replaceFirst("^  \\$ ", "")));
    for (String document : DOCUMENTS) {
      List<String> written = fenced(Obol.ROOT.resolve(document));
      assertThat(written).as(document).isNotEmpty().allMatch(line -> line.startsWith("obol "));
      assertThat(ran).as(document).containsAll(commands(written.stream()));
    }
  }

  @Test
  void a_step_that_fails_is_shown_with_its_log() throws IOException {
    Path program =
        Obol.write(
            folder.resolve("obol"),
            """
            #!/bin/sh
            [ "$2" != from ] || { echo "error: the disk is full" >&2; exit 1; }
            exec "%s" "$@"
            """
                .formatted(Obol.LAUNCHER));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    try (Running running = start(program)) {
      Ended flow = running.await(PATIENCE).requireStatus(1);
      assertThat(flow.out())
          .contains("  | error: the disk is full")
          .anyMatch(
              line -> line.startsWith("FAIL  1  dataset hub — obol dataset from ended with 1"));
      assertThat(flow.out().stream().filter(HfSurfaceFlowIT::isResult))
          .noneMatch(line -> line.matches("PASS  ([2-5]|1[bc]) .*"));
    }
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void what_it_started_ends_with_it() throws IOException {
    List<ProcessHandle> servers = new ArrayList<>();
    try (Running running = start(Obol.LAUNCHER)) {
      running.line(line -> line.startsWith("  $ obol wallet new"));
      try (Stream<Path> all = Files.walk(temporary)) {
        for (Path pid : all.filter(path -> path.toString().endsWith(".pid")).toList()) {
          servers.add(
              ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow());
        }
      }
      assertThat(servers).hasSize(2).allMatch(ProcessHandle::isAlive);
      running.stop().requireStatus(TERMINATED);
    }
    assertThat(servers).noneMatch(ProcessHandle::isAlive);
    assertThat(temporary).isEmptyDirectory();
  }

  private Running start(Path program) {
    var builder = new ProcessBuilder(SCRIPT.toString());
    builder.environment().keySet().removeIf(Obol::isProxy);
    builder.environment().keySet().removeAll(List.of("SPARK", "KEEP"));
    builder.environment().put("OBOL", program.toString());
    builder.environment().put("TMPDIR", temporary.toString());
    builder
        .environment()
        .put("OBOL_DATA_DIR", Path.of("target", "data").toAbsolutePath().toString());
    return Running.of(builder);
  }

  private static boolean isResult(String line) {
    return line.matches("(PASS|SKIP|FAIL)  [1-5].*");
  }

  /** What stands in the blocks of a document. */
  private static List<String> fenced(Path document) throws IOException {
    List<String> lines = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(document)) {
      if (line.startsWith("```")) {
        inside = !inside;
      } else if (inside) {
        lines.add(line);
      }
    }
    return lines;
  }

  /**
   * The commands among the lines, without what differs from run to run and what only scripts need.
   */
  private static List<String> commands(Stream<String> lines) {
    return lines
        .filter(line -> line.startsWith("obol "))
        .map(line -> line.replaceAll("http://127\\.0\\.0\\.1:\\d+", "URL"))
        .map(line -> line.replaceAll("0x([0-9a-fA-F]{40}|…)", "ADDRESS"))
        .map(line -> line.replaceAll("resume obol-\\S+", "resume ID"))
        .map(
            line ->
                line.replaceAll(" --(json|yes|no-tunnel|port 0|passphrase-file pass.txt)\\b", ""))
        .toList();
  }
}
