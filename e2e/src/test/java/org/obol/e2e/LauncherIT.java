package org.obol.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher finds the program and a JDK from wherever it is called. */
class LauncherIT {

  @TempDir Path folder;

  @Test
  void worksFromAnotherFolder() {
    requireVersion(new ProcessBuilder(Obol.LAUNCHER.toString(), "--version"));
  }

  @Test
  void worksThroughLinksToLinks() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("obol-dataset"), Obol.LAUNCHER);
    Path link = Files.createSymbolicLink(bin.resolve("obol"), Path.of("obol-dataset"));
    requireVersion(new ProcessBuilder(link.toString(), "--version"));
  }

  @Test
  void passesOverAnOlderJavaThatIsFirstOnThePath() throws IOException {
    Path jdk = folder.resolve("jdk-17");
    Obol.write(jdk.resolve("release"), "JAVA_VERSION=\"17.0.1\"\n");
    Path java = Obol.write(jdk.resolve(Path.of("bin", "java")), "#!/bin/sh\nexit 99\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    var builder = new ProcessBuilder(Obol.LAUNCHER.toString(), "--version");
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder
        .environment()
        .merge(
            "PATH",
            jdk.resolve("bin").toString(),
            (path, ours) -> ours + File.pathSeparator + path);
    requireVersion(builder);
  }

  @Test
  void buildsNothingForAModelThatTheCommandDoesNotUse() throws IOException {
    Path rows = Obol.write(folder.resolve("rows.jsonl"), "{\"text\":\"hello\"}\n");
    for (String[] words :
        new String[][] {
          {"dataset", "from", rows.toString(), "--name", "rows"},
          {"dataset", "list", "--json"}
        }) {
      var builder = new ProcessBuilder(Obol.LAUNCHER.toString());
      builder.command().addAll(List.of(words));
      builder.environment().put("OBOL_ANONYMIZER_MODEL", "/nowhere");
      try (Running running = Obol.start(folder.resolve("home"), builder)) {
        Ended ended = running.await(Obol.PATIENCE).requireStatus(0);
        assertThat(ended.err()).noneMatch(line -> line.contains("building"));
      }
    }
  }

  @Test
  void opensFilesWithAnyNameWhereLettersAreAsciiOnly() {
    String script =
        """
        file=$(printf '%s/b\\303\\274cher.jsonl' "$1")
        echo '{"text":"hello"}' >"$file"
        exec "$0" dataset from "$file" --name rows
        """;
    var builder =
        new ProcessBuilder("sh", "-c", script, Obol.LAUNCHER.toString(), folder.toString());
    builder.environment().put("LC_ALL", "C");
    try (Running running = Obol.start(folder.resolve("home"), builder)) {
      running.await(Obol.PATIENCE).requireStatus(0);
    }
  }

  private void requireVersion(ProcessBuilder builder) {
    builder.directory(folder.toFile());
    try (Running running = Obol.start(folder.resolve("home"), builder)) {
      Ended ended = running.await(Obol.PATIENCE).requireStatus(0);
      assertThat(ended.out()).singleElement().asString().matches("obol \\d+\\.\\d+\\.\\d+.*");
    }
  }
}
