package org.obol.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringJoiner;
import org.obol.devnet.Anvil;
import org.obol.devnet.Devnet;
import org.obol.devnet.DevnetConfig;
import org.obol.devnet.TestAccounts;
import org.obol.devnet.TestAgents;
import org.obol.discovery.indexer.IndexConfig;
import org.obol.discovery.indexer.Indexer;
import org.obol.discovery.registry.RegistryId;
import org.obol.ledger.Db;

/**
 * Registers agents on a local chain and prints as JSON how long each of some indexers takes from an
 * empty database to the head: {@code FOLDER ANVIL AGENTS ROUNDS}, ANVIL being the folder where the
 * chain's program is or goes.
 */
public final class IndexerSpeed {

  private static final int IN_A_BLOCK = 60;

  private IndexerSpeed() {}

  /** Runs once. */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    int agents = Integer.parseInt(args[2]);
    try (Devnet devnet = Devnet.start(DevnetConfig.of(Anvil.install(Path.of(args[1]))))) {
      for (int from = 0; from < agents; from += IN_A_BLOCK) {
        int count = Math.min(IN_A_BLOCK, agents - from);
        TestAgents.register(devnet, TestAccounts.key(1), TestAgents.inline("agent", from, count));
      }
      var seconds = new StringJoiner(",", "[", "]");
      for (int round = 0; round < Integer.parseInt(args[3]); round++) {
        seconds.add("%.3f".formatted(index(devnet, folder.resolve(round + ".db"))));
      }
      System.out.println(
          "{\"agents\":%d,\"events\":%d,\"db_mb\":%.1f,\"seconds\":%s}"
              .formatted(
                  agents,
                  events(folder.resolve("0.db")),
                  Files.size(folder.resolve("0.db")) / 1e6,
                  seconds));
    }
  }

  private static double index(Devnet devnet, Path file) {
    var registry = new RegistryId(devnet.chain(), Devnet.REGISTRY);
    long start = System.nanoTime();
    try (Db db = Indexer.open(file)) {
      new Indexer(devnet.client(), db, IndexConfig.of(registry)).catchUp();
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private static long events(Path file) {
    try (Db db = Indexer.open(file)) {
      return db.read(tx -> tx.first("select count(*) from event", row -> row.getLong(1)))
          .orElseThrow();
    }
  }
}
