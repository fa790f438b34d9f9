package org.obol.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code obol buy dataset}, always with the same home. */
final class Buyer {

  private final Path folder;
  private final Path home;
  private final Path token;
  private final String url;

  Buyer(Path folder, String url, String token) {
    this.folder = folder;
    this.home = folder.resolve("buyer");
    this.token = Obol.write(folder.resolve("token"), token);
    this.url = url;
  }

  /** From now on with this token. */
  void useToken(String secret) {
    Obol.write(token, secret);
  }

  Path out(int version) {
    return folder.resolve("bought-" + version + ".jsonl");
  }

  Running start(int version, String... more) {
    List<String> args = new ArrayList<>(List.of("buy", "dataset", url, "--id", Shop.ID, "--json"));
    args.addAll(List.of("--version", Integer.toString(version)));
    args.addAll(List.of("--out", out(version).toString()));
    args.addAll(List.of("--member-token-file", token.toString()));
    args.addAll(List.of(more));
    return Obol.start(home, args.toArray(String[]::new));
  }

  /** Buys, which must end with that status, and leave the right file or none. */
  Ended buy(int version, int status, Path original, String... more) throws IOException {
    try (Running running = start(version, more)) {
      Ended ended = running.await(Obol.PATIENCE).requireStatus(status);
      requireRightOrNothing(version, ended, original);
      return ended;
    }
  }

  void requireRightOrNothing(int version, Ended ended, Path original) throws IOException {
    assertThat(Files.exists(out(version))).as(ended.toString()).isEqualTo(ended.status() == 0);
    if (ended.status() == 0) {
      assertThat(Files.mismatch(out(version), original)).isEqualTo(-1);
    }
  }

  /** Bytes of whole pieces that the journal of an unfinished download lists. */
  long journaled(int version) throws IOException {
    Path working = folder.resolve(out(version).getFileName() + ".obol-part");
    if (Files.notExists(working)) {
      return 0;
    }
    long bytes = 0;
    try (Stream<Path> files = Files.list(working)) {
      for (Path journal : files.filter(f -> f.toString().endsWith(".journal")).toList()) {
        bytes += (Files.size(journal) / Integer.BYTES) << 20;
      }
    }
    return bytes;
  }
}
