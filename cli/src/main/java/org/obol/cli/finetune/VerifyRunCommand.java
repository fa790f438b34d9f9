package org.obol.cli.finetune;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.obol.cli.Answer;
import org.obol.cli.Session;
import org.obol.cli.Task;
import org.obol.crypto.Address;
import org.obol.crypto.ObolException;
import org.obol.finetune.run.RunChecks;
import org.obol.finetune.verify.Verdict;
import org.obol.finetune.verify.VerifyOptions;
import org.obol.finetune.verify.VerifyReport;
import org.obol.finetune.verify.VerifyRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code obol finetune verify}. */
@Command(
    name = "verify",
    description = "Check offline what a run says it was trained on.",
    sortOptions = false,
    footer = {
      "",
      "Example:",
      "  obol finetune verify run1 --owner 0x… --dataset sft.jsonl --base-model tiny --rerun",
      "",
      "Exit status 3 when a step fails, when --rerun cannot be done, and for runs that are mocks,"
          + " unverified, or of an owner that nobody named; the first line says which."
    })
final class VerifyRunCommand implements Task {

  private final Session session;

  @Parameters(paramLabel = "RUN", description = "Folder of the run.")
  @SuppressWarnings("NullAway.Init") // picocli demands it
  private Path run;

  @Option(names = "--owner", paramLabel = "0x…", description = "Whose dataset it has to be.")
  private @Nullable Address owner;

  @Option(names = "--runner", paramLabel = "0x…", description = "Who has to have trained.")
  private @Nullable Address runner;

  @Option(
      names = "--dataset",
      paramLabel = "FILE|NAME",
      description = "The dataset, if you have it: a file, or NAME or NAME@VERSION of your own.")
  private @Nullable String dataset;

  @Option(names = "--base-model", paramLabel = "DIR", description = "The base model, likewise.")
  private @Nullable Path base;

  @Option(names = "--rerun", description = "Train again, and compare the bytes.")
  private boolean rerun;

  VerifyRunCommand(Session session) {
    this.session = session;
  }

  @Override
  public Answer run() throws IOException {
    Path scratch = Files.createTempDirectory("obol-verify");
    var stopped = new AtomicBoolean();
    try (var ignored = session.whenStopped(() -> stopped.set(true))) {
      int threads = Runtime.getRuntime().availableProcessors();
      var checks = new RunChecks(run, scratch, threads, stopped::get);
      VerifyReport report = VerifyRun.run(run, options().withChecks(checks.all(rerun)));
      int status =
          report.verdict() == Verdict.VERIFIED ? 0 : ObolException.Exit.VERIFICATION.code();
      return new Answer(report.toJson(), report.text().lines().toList(), status);
    } finally {
      remove(scratch);
    }
  }

  private VerifyOptions options() {
    VerifyOptions options = VerifyOptions.NONE;
    options = owner == null ? options : options.withOwner(owner);
    options = runner == null ? options : options.withRunner(runner);
    options =
        dataset == null
            ? options
            : options.withDataset(OwnVersions.ofAnyTime(session).file(dataset));
    return base == null ? options : options.withBase(base);
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
