package org.obol.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Json;

/**
 * Invariants 21 to 25: over any connection the file is right, or the command says that it failed.
 */
class BrokenWireIT {

  private static final int SCHEDULES = Seed.LONG ? 500 : 30;
  private static final int AT_ONCE = 4;
  private static final long PIECE = 1 << 20;

  @TempDir Path folder;

  /** What one schedule came to. */
  private record Outcome(int status, long faults, long again) {}

  @Test
  void theFileIsRightOrTheCommandFailsAndTheNextOneFinishes()
      throws IOException, InterruptedException, ExecutionException {
    SplittableRandom random = Seed.of("broken wire");
    long size = random.nextLong(6, Seed.LONG ? 21 : 10) << 20;
    Shop shop = new Shop(folder, size, random).sign(2);
    String token = shop.grant("buyer").requireText("token");
    Map<Integer, Integer> statuses = new TreeMap<>();
    long faults = 0;
    long again = 0;
    try (PublishedNode node = shop.publish();
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Future<Outcome>> running = new ArrayList<>();
      for (int i = 0; i < SCHEDULES; i++) {
        long seed = random.nextLong();
        Path here = folder.resolve("schedule-" + i);
        running.add(threads.submit(() -> schedule(seed, here, shop, node.url(), token)));
      }
      for (Future<Outcome> one : running) {
        Outcome outcome = one.get();
        statuses.merge(outcome.status(), 1, Integer::sum);
        faults += outcome.faults();
        again += outcome.again();
      }
    }
    Seed.say(
        SCHEDULES
            + " schedules of "
            + size
            + " bytes: exit statuses "
            + statuses
            + ", "
            + faults
            + " faults, "
            + again
            + " bytes fetched twice");
  }

  private static Outcome schedule(long seed, Path here, Shop shop, String node, String token)
      throws IOException {
    var random = new SplittableRandom(seed);
    long size = java.nio.file.Files.size(shop.file(1));
    List<Fault> faults = Fault.some(random, size);
    Fault forever = random.nextInt(3) == 0 ? Fault.lasting(random, size) : new Fault.None();
    String connections = Integer.toString(random.nextInt(1, 5));
    try (var wire = new BrokenWire(node, shop.hash(1), shop.hash(2))) {
      wire.plan(faults, forever, random.nextInt(4) > 0);
      var buyer = new Buyer(here, wire.url(), token);
      Ended ended;
      try (Running running = buyer.start(1, "--connections", connections)) {
        ended = running.await(Duration.ofMinutes(5));
      }
      String what = "seed " + seed + ": " + faults + " then " + forever + ": " + ended;
      assertThat(ended.status()).as(what).isIn(0, 3, 5);
      buyer.requireRightOrNothing(1, ended, shop.file(1));
      long broken = wire.passed().faults();
      if (ended.status() == 0) {
        return new Outcome(0, broken, fetchedTwice(what, wire.passed(), size));
      }
      finish(what, wire, buyer, shop.file(1), "--connections", connections);
      return new Outcome(ended.status(), broken, 0);
    }
  }

  /** A broken answer costs one piece at most: what was verified is never fetched again. */
  private static long fetchedTwice(String what, Passed passed, long size) {
    long again = passed.bytes() - size;
    if (!passed.mayHaveLostMore()) {
      assertThat(again).as(what + passed).isBetween(0L, passed.pieces() * PIECE);
    }
    return again;
  }

  /** The same command again, over a good connection: it fetches what it does not have. */
  private static void finish(
      String what, BrokenWire wire, Buyer buyer, Path original, String... more) throws IOException {
    // The journal counts pieces, and one of them may be the last, which is shorter.
    long size = java.nio.file.Files.size(original);
    long last = size - (size - 1) / PIECE * PIECE;
    long held = Math.max(0, Math.min(buyer.journaled(1), size) - PIECE + last);
    wire.heal();
    Json.Obj answer = buyer.buy(1, 0, original, more).json();
    assertThat(answer.requireInteger("kept")).as(what).isGreaterThanOrEqualTo(held);
    assertThat(wire.passed().bytes()).as(what).isEqualTo(answer.requireInteger("fetched"));
  }
}
