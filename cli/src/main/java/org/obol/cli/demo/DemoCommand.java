package org.obol.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.obol.cli.Answer;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.crypto.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code obol demo}. */
@Command(
    name = "demo",
    description =
        "Show the whole story on this machine: anonymize, sign, sell, pay, break off, resume,"
            + " verify, and catch tampering.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  obol demo",
      "  obol demo my-data.jsonl --keep",
      "",
      "Nothing outside a temporary folder is touched, but for the local chain's program, which npm",
      "fetches once; the given file is only read."
    })
public final class DemoCommand implements Task {

  private static final int SAMPLE_ROWS = 24_000;

  private final Session session;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "A .jsonl file to use instead of a made-up one.")
  private @Nullable Path file;

  @Option(names = "--keep", description = "Leave the demo's folder for you to look at.")
  private boolean keep;

  /** The command in this session. */
  public DemoCommand(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() throws IOException {
    Path folder = Files.createTempDirectory("obol-demo");
    try {
      Path raw = given(folder);
      var tale = new Tale(session);
      try (var story = new Story(session, tale, folder)) {
        story.run(raw);
      }
      session.say("");
      return Answer.of(
          Json.object().put("ok", true).put("seconds", tale.total()).build(),
          "Done in " + tale.total() + (keep ? ", everything is in " + folder : "") + ".");
    } finally {
      if (!keep) {
        delete(folder);
      }
    }
  }

  private Path given(Path folder) throws IOException {
    Optional<Path> own = Optional.ofNullable(file);
    if (own.isPresent()) {
      return own.get();
    }
    Path raw = folder.resolve("raw.jsonl");
    SampleRows.write(raw, SAMPLE_ROWS, 1);
    return raw;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
