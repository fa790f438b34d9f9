package org.obol.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A buyer that downloads the same file over and over, however often it or the node is killed. */
final class KilledBuyer implements AutoCloseable {

  private final Path home;
  private final Path out;
  private final Path original;
  private final String[] command;
  private Optional<Running> process = Optional.empty();
  private int bought;

  KilledBuyer(Path folder, String url, String id, Path original, String token) {
    this.home = folder.resolve("buyer");
    this.out = folder.resolve("bought.jsonl");
    this.original = original;
    Path tokenFile = Obol.write(folder.resolve("token"), token);
    this.command =
        new String[] {
          "buy",
          "dataset",
          url,
          "--id",
          id,
          "--version",
          "1",
          "--out",
          out.toString(),
          "--member-token-file",
          tokenFile.toString(),
          "--connections",
          "2",
          "--max-rate",
          "4000000"
        };
  }

  /** Sees to it that a download is under way. */
  void tend() throws IOException {
    if (process.filter(p -> !p.isAlive()).isPresent()) {
      ended(process.get().await(Obol.PATIENCE));
    }
    if (process.isEmpty()) {
      process = Optional.of(Obol.start(home, command));
    }
  }

  /** Kills the download that is under way; returns whether that ended it. */
  boolean kill() throws IOException {
    if (process.isEmpty()) {
      return false;
    }
    Ended ended = process.get().kill();
    if (ended.status() != Ended.KILLED) {
      ended(ended);
      return false;
    }
    process = Optional.empty();
    requireRightOrNothing();
    return true;
  }

  /** Lets the last download come to its end. */
  void finish() throws IOException {
    tend();
    ended(process.orElseThrow().await(Obol.PATIENCE).requireStatus(0));
    Seed.say("bought whole " + bought + " times");
  }

  /** The node may have been away too often for one command: that is a network failure. */
  private void ended(Ended ended) throws IOException {
    process = Optional.empty();
    assertThat(ended.status()).as(ended.text()).isIn(0, 5);
    requireRightOrNothing();
    if (ended.status() == 0) {
      Files.delete(out);
      bought++;
    }
  }

  private void requireRightOrNothing() throws IOException {
    if (Files.exists(out)) {
      assertThat(Files.mismatch(out, original)).isEqualTo(-1);
    }
  }

  @Override
  public void close() {
    process.ifPresent(Running::close);
  }
}
