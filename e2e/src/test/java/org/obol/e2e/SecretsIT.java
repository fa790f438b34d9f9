package org.obol.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.dataset.DatasetId;
import org.obol.dataset.tree.RowKey;
import org.obol.ledger.Datasets;
import org.obol.ledger.Ledger;
import org.obol.ledger.ObolHome;

/** Invariants 7 and 32: what a whole session prints and logs has no secret in it. */
class SecretsIT {

  @TempDir Path folder;

  private final List<String> printed = new ArrayList<>();

  @Test
  void noTokenNoKeyAndNoCodeIsPrintedOrLogged() throws IOException {
    SplittableRandom random = Seed.of("secrets");
    Shop shop = new Shop(folder, 1 << 20, random).sign(1);
    Json.Obj grant = shop.grant("granted");
    String granted = grant.requireText("token");
    String entitlement = grant.object("entitlement").orElseThrow().requireText("id");
    List<String> secrets = new ArrayList<>(List.of(granted));
    try (PublishedNode node = shop.publish("--debug")) {
      secrets.add(ownerToken(shop));
      var buyer = new Buyer(folder.resolve("by-token"), node.url(), granted);
      session(shop, buyer, entitlement);
      secrets.add(byDevice(shop, node));
      keep(node.process().stop());
    }
    printed.addAll(Files.readAllLines(shop.home().resolveSibling("access.log")));
    secrets.add(Files.readString(shop.home().resolve("keys/" + Shop.ID + ".key")).strip());
    secrets.add(HexFormat.of().formatHex(rowKey(shop).bytes()));
    String all = String.join("\n", printed);
    assertThat(all).contains(entitlement).contains("/dataset/shop/download");
    assertThat(secrets).hasSize(5).allSatisfy(secret -> assertThat(secret).hasSizeGreaterThan(30));
    for (String secret : secrets) {
      assertThat(all.contains(secret)).as("a secret was printed").isFalse();
    }
  }

  /** Success, refusal, failure, each with its stack trace where there is one. */
  private void session(Shop shop, Buyer buyer, String entitlement) throws IOException {
    keep(buyer.buy(1, 0, shop.file(1), "--debug"));
    keep(buyer.buy(2, 1, shop.file(1), "--debug"));
    keep(owner(shop, "status", Shop.ID));
    keep(owner(shop, "members", Shop.ID));
    keep(owner(shop, "verify", Shop.ID));
    keep(owner(shop, "version", Shop.ID, "--bundle", shop.file(1).toString()));
    keep(owner(shop, "revoke", entitlement, "--reason", "test"));
    Files.delete(buyer.out(1));
    keep(buyer.buy(1, 4, shop.file(1), "--debug"));
  }

  /** A buyer who asks with a code; returns the token it was given and keeps. */
  private String byDevice(Shop shop, PublishedNode node) throws IOException {
    Path home = folder.resolve("by-device");
    Path out = folder.resolve("by-device.jsonl");
    try (Running buying =
        Obol.start(
            home,
            "buy",
            "dataset",
            node.url(),
            "--id",
            Shop.ID,
            "--out",
            out.toString(),
            "--device",
            "--debug")) {
      String code = buying.line(line -> line.startsWith("Your code: ")).substring(11);
      keep(owner(shop, "approve", code));
      keep(buying.await(Obol.PATIENCE).requireStatus(0));
    }
    try (var files = Files.list(home.resolve("purchases"))) {
      return Files.readString(files.findFirst().orElseThrow()).strip();
    }
  }

  private static Ended owner(Shop shop, String... words) {
    List<String> args = new ArrayList<>(List.of("dataset"));
    args.addAll(List.of(words));
    args.add("--debug");
    return Obol.run(shop.home(), args.toArray(String[]::new)).requireStatus(0);
  }

  private static String ownerToken(Shop shop) throws IOException {
    byte[] state = Files.readAllBytes(shop.home().resolve("run/" + Shop.ID + ".json"));
    return JsonReader.read(state, 1 << 16).asObject("the run file").requireText("owner_token");
  }

  private static RowKey rowKey(Shop shop) {
    try (Ledger ledger = Ledger.open(new ObolHome(shop.home()))) {
      return ledger
          .db()
          .read(tx -> new Datasets(tx).version(new DatasetId(Shop.ID), 1))
          .flatMap(version -> version.rowKey())
          .orElseThrow();
    }
  }

  private void keep(Ended ended) {
    printed.addAll(ended.out());
    printed.addAll(ended.err());
  }
}
