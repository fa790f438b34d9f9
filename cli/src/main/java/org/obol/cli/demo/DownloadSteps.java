package org.obol.cli.demo;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.obol.cli.Figures;
import org.obol.crypto.ObolException;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.UserCode;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.dataset.tree.Chunks;
import org.obol.ledger.Datasets;
import org.obol.ledger.DeviceCodes;

/** The buyer downloads, is killed half-way, and resumes. */
final class DownloadSteps {

  private final Stage stage;

  DownloadSteps(Stage stage) {
    this.stage = stage;
  }

  /** Whoever has paid is downloading. */
  void breakOff(BuyerProcess downloading, Path out, long size) throws IOException {
    stage.tale().step("The program is killed half-way through the download", "kill -9 …");
    try (downloading) {
      kill(downloading, out, size);
    }
  }

  /** Without a payment the owner lets the buyer in. */
  void joinAndBreakOff(Path out, long size) throws IOException {
    stage
        .tale()
        .step(
            "A buyer asks for access, the owner approves; the download is killed half-way",
            "obol buy dataset " + stage.url() + " --id " + Stage.ID + " --device");
    try (var process = start(out, size, "--device")) {
      String line = process.lineWith(l -> l.startsWith("Your code: "));
      UserCode code = UserCode.read(line.substring(line.indexOf(':') + 1)).orElseThrow();
      approve(code);
      stage.tale().note("$ obol dataset approve " + code);
      kill(process, out, size);
    }
  }

  void resume(Path out, Path data) throws IOException {
    stage
        .tale()
        .step(
            "The same command again resumes",
            "obol buy dataset " + stage.url() + " --id " + Stage.ID);
    BuyerProcess.Ended ended = BuyerProcess.run(stage.buyer(), stage.buy(1, out, "--json"));
    Stage.require(ended.status() == 0, "resuming failed: " + ended.output());
    Stage.require(
        Stage.sha256(out).equals(Stage.sha256(data)), "the bought file differs from the owner's");
    stage
        .tale()
        .result(
            "kept "
                + Figures.bytes(ended.json().requireInteger("kept"))
                + ", fetched "
                + Figures.bytes(ended.json().requireInteger("fetched"))
                + "; SHA-256 equals the owner's file");
  }

  BuyerProcess start(Path out, long size, String... more) throws IOException {
    // Slow enough to be caught in the middle whatever the machine.
    long rate = Math.max(1 << 20, size / 3);
    List<String> words = stage.buy(1, out, "--connections", "2", "--max-rate", Long.toString(rate));
    words.addAll(List.of(more));
    return BuyerProcess.start(stage.buyer(), words);
  }

  private void kill(BuyerProcess process, Path out, long size) throws IOException {
    awaitJournal(process, out, Chunks.count(size) / 2);
    process.kill();
    Stage.require(Files.notExists(out), "a file that was not verified must not have its name");
    stage
        .tale()
        .result("killed (SIGKILL) after about half; no file has appeared under its final name");
  }

  private void approve(UserCode code) {
    DeviceCodes.Decision decision =
        stage
            .ledger()
            .db()
            .write(
                tx ->
                    new DeviceCodes(tx)
                        .approve(
                            code,
                            Stage.ID,
                            VersionRange.upTo(new Datasets(tx).head(Stage.ID)),
                            Entitlement.Source.APPROVED,
                            stage.session().clock().instant()));
    Stage.require(decision == DeviceCodes.Decision.DONE, "the code was not there to approve");
  }

  /** Waits until the buyer has verified {@code chunks} pieces, which its journal counts. */
  private static void awaitJournal(BuyerProcess process, Path out, long chunks) throws IOException {
    var pause = new CountDownLatch(1);
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (journaled(out) < chunks) {
      process.requireAlive();
      Stage.require(System.nanoTime() < deadline, "the download did not move");
      try {
        // Nobody counts it down: another process writes the file that is looked at.
        Stage.require(!pause.await(20, TimeUnit.MILLISECONDS), "interrupted");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ObolException(ObolException.Exit.FAILED, "interrupted", e);
      }
    }
  }

  private static long journaled(Path out) throws IOException {
    Path working = out.resolveSibling(out.getFileName() + ".obol-part");
    if (Files.notExists(working)) {
      return 0;
    }
    long bytes = 0;
    try (DirectoryStream<Path> journals = Files.newDirectoryStream(working, "*.journal")) {
      for (Path journal : journals) {
        bytes += Files.size(journal);
      }
    }
    return bytes / Integer.BYTES;
  }
}
