package org.obol.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Json;

/** Invariant 6: whoever revokes, a download that is under way ends within a second. */
class RevokedMidwayIT {

  private static final long SIZE = 16 << 20;

  /** The promise is one second; a machine that is busy with other things may take longer. */
  private static final Duration BOUND = Duration.ofSeconds(3);

  @TempDir Path folder;

  @Test
  void aRevocationByAnotherProcessCutsTheDownloadAndTheBuyerIsRefused() throws IOException {
    SplittableRandom random = Seed.of("revoked midway");
    Shop shop = new Shop(folder, SIZE, random).sign(1);
    Json.Obj grant = shop.grant("buyer");
    String entitlement = grant.object("entitlement").orElseThrow().requireText("id");
    // Only the node holds back, so that what the buyer has is cut at the node.
    try (PublishedNode node = shop.publish("--max-rate", "1500000");
        var wire = new BrokenWire(node.url(), shop.hash(1), shop.hash(1))) {
      var buyer = new Buyer(folder.resolve("buying"), wire.url(), grant.requireText("token"));
      try (Running buying = buyer.start(1)) {
        wire.passed().await(SIZE / 8, Obol.PATIENCE);
        Obol.run(shop.home(), "dataset", "revoke", entitlement, "--reason", "test")
            .requireStatus(0);
        long revoked = System.nanoTime();
        Ended ended = buying.await(Obol.PATIENCE).requireStatus(4);
        Duration cut = Duration.ofNanos(wire.passed().latest() - revoked);
        Seed.say("last byte " + cut.toMillis() + " ms after the revocation was answered");
        assertThat(cut).isLessThan(BOUND);
        assertThat(wire.passed().bytes()).isLessThan(SIZE);
        buyer.requireRightOrNothing(1, ended, shop.file(1));
      }
      buyer.buy(1, 4, shop.file(1));
      assertThat(Files.exists(buyer.out(1))).isFalse();
    }
  }
}
