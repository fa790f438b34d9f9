package org.obol.cli.anonymize;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.obol.anonymize.Report;
import org.obol.anonymize.files.AnonymizeFiles;
import org.obol.anonymize.files.ReportJson;
import org.obol.anonymize.files.ReportText;
import org.obol.cli.Answer;
import org.obol.cli.Progress;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.crypto.JsonReader;
import org.obol.crypto.ObolException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code obol dataset anonymize}. */
@Command(
    name = "anonymize",
    description =
        "Take personal data and secrets out of .jsonl files; nothing leaves this machine.",
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  obol dataset anonymize raw.jsonl safe.jsonl --report report.json",
      "  obol dataset anonymize raw-folder safe-folder --numbering people.numbering",
      "  obol dataset anonymize raw.jsonl.zst safe.jsonl.gz --operator EMAIL=mask --without IPV4",
      "  obol dataset anonymize raw.jsonl safe.jsonl --rules acme.toml --model rampart",
      "  zcat raw.jsonl.gz | obol dataset anonymize - - > safe.jsonl",
      "",
      "A line that is not JSON ends the run with its number; no output appears then.",
      "The numbering file belongs to the owner alone: keep it, and hand it to nobody."
    })
public final class AnonymizeCommand implements Task {

  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "IN",
      description = "A .jsonl, .jsonl.gz or .jsonl.zst file, a folder of them, or - for stdin.")
  @SuppressWarnings("NullAway.Init") // picocli demands it
  private Path in;

  @Parameters(
      index = "1",
      paramLabel = "OUT",
      description = "Written whole or not at all, compressed as its name says; - for stdout.")
  @SuppressWarnings("NullAway.Init") // picocli demands it
  private Path out;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "What was found, without values: JSON, or text when named .txt.")
  private @Nullable Path report;

  @Option(
      names = "--numbering",
      paramLabel = "FILE",
      description = "Keep numbers from run to run here, so that a value keeps its placeholder.")
  private @Nullable Path numbering;

  @Option(names = "--force", description = "Replace outputs that are there.")
  private boolean force;

  @Mixin private final AnonymizeOptions options = new AnonymizeOptions();

  /** The command in this session. */
  public AnonymizeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() throws IOException {
    boolean toStandard = out.equals(AnonymizeFiles.STANDARD);
    if (toStandard && session.json()) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          "with - the result is on standard output: give --report FILE instead of --json");
    }
    if (options.needsKey() && numbering == null) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          "the operator hmac needs the key of a numbering: give --numbering FILE");
    }
    var request =
        new AnonymizeFiles.Request(
            in, out, Optional.ofNullable(report), Optional.ofNullable(numbering), force);
    var streams = new AnonymizeFiles.Streams(session.input(), session.output());
    Report made;
    JsonObject json = Json.object().put("out", out.toString());
    try (Detectors detectors = options.open(session);
        Progress progress = session.progress("anonymizing", AnonymizeFiles.size(in))) {
      made =
          new AnonymizeFiles(options.policy(detectors), options.threads(), progress)
              .run(request, streams);
      detectors.json().members().forEach(json::put);
    }
    if (toStandard) {
      ReportText.lines(made).forEach(session::tell);
      return Answer.of(Json.object().build(), List.of());
    }
    return answer(made, json);
  }

  private Answer answer(Report made, JsonObject json) {
    String text = new String(ReportJson.withTiming(made), StandardCharsets.UTF_8);
    JsonReader.read(text).asObject("the report").members().forEach(json::put);
    List<String> lines = new ArrayList<>(ReportText.lines(made));
    lines.add("Written: " + out);
    if (numbering == null) {
      lines.add("With --numbering FILE the numbers stay the same in the next run.");
    }
    return Answer.of(json.build(), lines);
  }
}
