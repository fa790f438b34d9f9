package org.obol.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariants 1, 11 and 18: nothing that was acknowledged is lost, whatever is killed when. */
class KillLoopIT {

  /** A home grows with its log, so that the long run takes a fresh one now and then. */
  private static final int KILLS_PER_HOME = 40;

  private static final int HOMES = Seed.LONG ? 10 : 1;

  @TempDir Path folder;

  @Test
  void nothingAcknowledgedIsLostAndNoNumberIsSignedTwice() throws IOException {
    SplittableRandom random = Seed.of("kill loop");
    for (int i = 0; i < HOMES; i++) {
      try (var house = new KillLoop(folder.resolve("house-" + i), random.split())) {
        house.run(KILLS_PER_HOME);
        house.oldCopies();
      }
    }
  }
}
