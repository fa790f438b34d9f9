package org.obol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.obol.crypto.ObolException;

/**
 * Random faults on every request: a purchase ends with the right file, or with a named failure and
 * nothing under the final name; and the next purchase from an honest server finishes the work.
 */
final class FaultScheduleProperties {

  private static final int MIB = 1 << 20;
  private static final byte[] DATA = Shop.lines(4, 6 * MIB + 4321);
  private static final int SCHEDULES = Boolean.getBoolean("obol.long") ? 1000 : 20;

  @Test
  void right_or_nothing_under_any_schedule_of_faults() throws IOException {
    long seed = Long.getLong("obol.seed", System.nanoTime());
    for (int i = 0; i < SCHEDULES; i++) {
      try {
        once(seed + i);
      } catch (AssertionError | RuntimeException e) {
        fail("schedule with -Dobol.seed=" + (seed + i), e);
      }
    }
  }

  private static void once(long seed) throws IOException {
    var random = new SplittableRandom(seed);
    Path dir = Files.createTempDirectory("faults");
    Path out = dir.resolve("data.jsonl");
    try (var server = new FaultyServer(Shop.with(DATA));
        var mirror = new FaultyServer(server.shop)) {
      int percent = random.nextInt(10, 90);
      server.faults = r -> r.isDownload() ? fault(random, percent) : new Fault.None();
      mirror.faults = server.faults;
      Buyer buyer = new Buyer(out).over(random.nextInt(1, 5));
      try {
        if (random.nextBoolean()) {
          buyer.buy(server);
        } else {
          buyer.buy(server, mirror);
        }
        assertThat(Files.readAllBytes(out)).isEqualTo(DATA);
      } catch (ObolException e) {
        assertThat(out).doesNotExist();
        server.faults = r -> new Fault.None();
        buyer.buy(server);
        assertThat(Files.readAllBytes(out)).isEqualTo(DATA);
      }
      assertThat(names(dir)).containsExactly("data.jsonl");
    } finally {
      delete(dir);
    }
  }

  private static Fault fault(SplittableRandom shared, int percent) {
    synchronized (shared) {
      if (shared.nextInt(100) >= percent) {
        return new Fault.None();
      }
      long at = shared.nextLong(DATA.length);
      return switch (shared.nextInt(20)) {
        case 0 -> new Fault.Stall(at);
        case 1 -> new Fault.IgnoreRange();
        case 2 -> new Fault.Endless();
        case 3 -> new Fault.Answer(503, "Retry-After: 0\r\n", "");
        case 4 -> new Fault.Answer(416, "", "");
        case 5 -> new Fault.Headers(h -> h.replaceFirst("bytes \\d", "bytes 7"));
        case 6 ->
            new Fault.Headers(h -> h.replaceFirst("Content-Length: \\d", "Content-Length: 1"));
        case 7, 8, 9, 10 -> new Fault.Flip(at);
        default -> new Fault.Cut(at % (2L * MIB));
      };
    }
  }

  private static List<String> names(Path dir) throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }

  private static void delete(Path dir) throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
