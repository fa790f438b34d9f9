package org.obol.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariants 12 and 15: what was seen is never taken back, though every signature is valid. */
class RollbackIT {

  private static final long SIZE = 1 << 16;

  @TempDir Path folder;

  /** One story, because each chapter needs a buyer that has seen version 3. */
  @Test
  void aLogThatShrinksForksOrChangesHandsIsRefused() throws IOException {
    SplittableRandom random = Seed.of("rollback");
    int port = PublishedNode.freePort(random);
    Shop shop = new Shop(folder.resolve("shop"), SIZE, random).sign(2);
    String token = shop.grant("buyer").requireText("token");
    Shop older = shop.copy(folder.resolve("older"));
    shop.sign(1);
    var buyer = new Buyer(folder.resolve("buying"), "http://127.0.0.1:" + port, token);
    try (var node = PublishedNode.start(shop.home(), port)) {
      buyer.buy(3, 0, shop.file(3));
    }

    try (var node = PublishedNode.start(older.home(), port)) {
      requireValid(node, older);
      requireRefused(buyer, "rollback");
    }
    older.sign(1);
    try (var node = PublishedNode.start(older.home(), port)) {
      requireValid(node, older);
      requireRefused(buyer, "equivocation");
    }
    Shop stranger = new Shop(folder.resolve("stranger"), SIZE, random).sign(3);
    buyer.useToken(stranger.grant("buyer").requireText("token"));
    try (var node = PublishedNode.start(stranger.home(), port)) {
      requireRefused(buyer, "owner_changed");
      buyer.buy(2, 0, stranger.file(2), "--owner", stranger.owner().hex());
    }
  }

  @Test
  void aServerThatStopsShowingManifestsIsRefused() throws IOException {
    SplittableRandom random = Seed.of("withheld manifests");
    Shop shop = new Shop(folder.resolve("shop"), SIZE, random).sign(2);
    String token = shop.grant("buyer").requireText("token");
    try (PublishedNode node = shop.publish();
        var wire = new BrokenWire(node.url(), shop.hash(1), shop.hash(2))) {
      var buyer = new Buyer(folder.resolve("buying"), wire.url(), token);
      buyer.buy(1, 0, shop.file(1));
      wire.hide("/manifest");
      requireRefused(buyer, "manifest_withheld");
    }
  }

  /** The attack would go unseen by whoever only checks signatures. */
  private static void requireValid(PublishedNode node, Shop shop) {
    assertThat(
            Obol.run(shop.home(), "dataset", "verify", Shop.ID, "--owner", shop.owner().hex())
                .requireStatus(0)
                .text())
        .contains("Chain valid");
    assertThat(node.process().isAlive()).isTrue();
  }

  private static void requireRefused(Buyer buyer, String code) throws IOException {
    Ended refused = buyer.buy(2, 3, Path.of("none"));
    assertThat(refused.text()).contains("\"" + code + "\"");
  }
}
