package org.obol.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Sha256;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.dataset.versionlog.VersionLog;

/** State survives {@code kill -9} at any moment (invariants 11 and 18). */
final class KillTest {

  @TempDir private Path folder;
  private final Map<Long, String> digests = new HashMap<>();
  private final Map<String, String> tokens = new HashMap<>();
  private final Set<String> revoked = new HashSet<>();

  @Test
  void whatWasAnsweredSurvivesAndNoNumberIsSignedTwice() throws Exception {
    long seed = System.nanoTime();
    System.out.println("KillTest seed " + seed);
    var random = new Random(seed);
    Path root = folder.resolve("home");
    int runs = Boolean.getBoolean("obol.long") ? 200 : 8;
    try (var house = new House(root)) {
      note(house.publish("{\"n\":0}\n").entry());
    }
    for (int run = 0; run < runs; run++) {
      runAndKill(root, random);
      check(root, "seed " + seed + ", run " + run);
    }
    assertThat(digests.size()).isGreaterThan(runs);
    assertThat(tokens).isNotEmpty();
    assertThat(revoked).isNotEmpty();
  }

  private void runAndKill(Path root, Random random) throws IOException, InterruptedException {
    Path answers = folder.resolve("answers");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.sqlite.tmpdir=" + System.getProperty("org.sqlite.tmpdir"),
                "-cp",
                System.getProperty("java.class.path"),
                AppendLoop.class.getName(),
                root.toString(),
                Long.toString(random.nextLong()))
            .redirectOutput(answers.toFile())
            .redirectError(folder.resolve("errors").toFile())
            .start();
    try {
      while (!Files.readString(answers).startsWith("ready\n")) {
        assertThat(process.waitFor(5, TimeUnit.MILLISECONDS)).as(this::errors).isFalse();
      }
      boolean ended = process.waitFor(random.nextInt(1_000_000), TimeUnit.MICROSECONDS);
      assertThat(ended).as(this::errors).isFalse();
    } finally {
      process.destroyForcibly().waitFor();
    }
    // What follows the last line feed was never answered.
    String text = Files.readString(answers);
    text.substring(0, text.lastIndexOf('\n')).lines().skip(1).forEach(this::note);
  }

  private void note(String line) {
    String[] words = line.split(" ");
    switch (words[0]) {
      case "published" -> note(Long.parseLong(words[1]), words[2]);
      case "issued" -> tokens.put(words[1], words[2]);
      case "revoked" -> revoked.add(words[1]);
      default -> throw new AssertionError("an unknown line: " + line);
    }
  }

  private void note(VersionEntry entry) {
    note(entry.seq(), entry.claim().digest().hex());
  }

  private void note(long seq, String digest) {
    assertThat(digests.merge(seq, digest, (one, other) -> one)).as("v" + seq).isEqualTo(digest);
  }

  private void check(Path root, String when) throws IOException {
    try (var house = new House(root)) {
      SignedIntent last = house.keys.last(House.ID).orElseThrow();
      note(last.entry());
      VersionLog before = log(house);
      long head = before.entries().size();
      assertThat(last.seq()).as(when).isBetween(head, head + 1);
      VersionLog log = house.publisher().verifiedLog(House.ID);
      assertThat(log.entries()).as(when).hasSize((int) last.seq());
      log.entries().forEach(this::note);
      assertThat(digests).as(when).hasSize((int) last.seq());
      for (VersionEntry entry : log.entries()) {
        assertThat(house.ledger.objects().open(entry.fileHash())).exists();
      }
      house
          .ledger
          .db()
          .read(
              tx -> {
                var members = new Members(tx);
                tokens.forEach(
                    (hash, id) -> {
                      Entitlement holder = members.holder(new Sha256(hash)).orElseThrow();
                      assertThat(holder.id()).as(when).isEqualTo(id);
                      if (revoked.contains(id)) {
                        assertThat(holder.state()).isInstanceOf(Entitlement.State.Revoked.class);
                      }
                    });
                List<String> integrity = tx.list("pragma integrity_check", row -> row.getString(1));
                assertThat(integrity).as(when).containsExactly("ok");
                return true;
              });
    }
  }

  private static VersionLog log(House house) {
    return house.ledger.db().read(tx -> new Datasets(tx).log(House.ID));
  }

  private String errors() {
    try {
      return Files.readString(folder.resolve("errors"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
