package org.obol.cli.startup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.obol.cli.Program;
import org.obol.cli.Surroundings;

/** A few typical commands, run so that the JVM sees which classes they need. */
final class TrainingRun {

  private TrainingRun() {}

  /** Runs them in the empty folder {@code args[0]}. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    Path file = Files.writeString(folder.resolve("sft.jsonl"), "{\"text\":\"hello\"}\n");
    List<List<String>> commands =
        List.of(
            List.of("--version"),
            List.of("--help"),
            List.of("dataset", "--help"),
            List.of("dataset", "from", file.toString(), "--name", "sample"),
            List.of("dataset", "list"),
            List.of("dataset", "status", "sample", "--json"),
            List.of("dataset", "verify", "sample"),
            List.of("dataset", "grant", "sample", "--subject", "somebody"),
            List.of("dataset", "members", "sample"),
            List.of("dataset", "status", "missing"));
    for (List<String> command : commands) {
      new Program(surroundings(folder)).run(command.toArray(String[]::new));
    }
  }

  private static Surroundings surroundings(Path home) {
    return new Surroundings(
        Map.of("OBOL_CONFIG_DIR", home.toString()),
        InputStream.nullInputStream(),
        OutputStream.nullOutputStream(),
        new PrintWriter(Writer.nullWriter()),
        new PrintWriter(Writer.nullWriter()),
        false,
        Optional::empty,
        Optional::empty,
        InstantSource.system());
  }
}
