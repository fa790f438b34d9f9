package org.obol.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.obol.crypto.Json;

/** Invariant 6: whoever revokes, a download that is under way ends within a second. */
@Isolated("it measures time")
class RevokedMidwayIT {

  private static final long SIZE = 16 << 20;

  /** The promise is one second; a machine that is busy with other things may take longer. */
  private static final Duration BOUND = Duration.ofSeconds(3);

  @TempDir Path folder;

  @Test
  void aRevocationByAnotherProcessCutsTheDownloadAndTheBuyerIsRefused() throws IOException {
    Shop shop = new Shop(folder, SIZE, Seed.of("revoked midway")).sign(1);
    Json.Obj grant = shop.grant("buyer");
    String entitlement = grant.object("entitlement").orElseThrow().requireText("id");
    cutBy(shop, grant.requireText("token"), 4, "revoke", entitlement, "--reason", "test");
  }

  @Test
  void aWithdrawalByAnotherProcessCutsTheDownload() throws IOException {
    Shop shop = new Shop(folder, SIZE, Seed.of("withdrawn midway")).sign(1);
    String token = shop.grant("buyer").requireText("token");
    cutBy(shop, token, 4, "withdraw", Shop.ID, "--version", "1", "--reason", "test");
  }

  private void cutBy(Shop shop, String token, int status, String... deed) throws IOException {
    // Only the node holds back, so that what the buyer has is cut at the node.
    try (PublishedNode node = shop.publish("--max-rate", "1500000");
        var wire = new BrokenWire(node.url(), shop.hash(1), shop.hash(1))) {
      var buyer = new Buyer(folder.resolve("buying"), wire.url(), token);
      try (Running buying = buyer.start(1)) {
        wire.passed().await(SIZE / 8, Obol.PATIENCE);
        shop.owner(deed).requireStatus(0);
        long done = System.nanoTime();
        Ended ended = buying.await(Obol.PATIENCE).requireStatus(status);
        Duration cut = Duration.ofNanos(wire.passed().latest() - done);
        Seed.say("last byte " + cut.toMillis() + " ms after the end of obol dataset " + deed[0]);
        assertThat(cut).isLessThan(BOUND);
        assertThat(wire.passed().bytes()).isLessThan(SIZE);
        buyer.requireRightOrNothing(1, ended, shop.file(1));
      }
      buyer.buy(1, status, shop.file(1));
      assertThat(Files.exists(buyer.out(1))).isFalse();
    }
  }
}
