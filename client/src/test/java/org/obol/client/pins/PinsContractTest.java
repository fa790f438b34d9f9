package org.obol.client.pins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.client.source.Origin;
import org.obol.crypto.Address;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.ledger.Db;

/** One suite for the pins in memory and on disk. */
final class PinsContractTest {

  private static final Origin HERE = Origin.of(URI.create("https://Seller.example:443/x"));
  private static final Origin THERE = Origin.of(URI.create("https://seller.example:8443"));
  private static final DatasetId ID = new DatasetId("d");
  private static final Address OWNER = new Address("0x" + "1".repeat(40));
  private static final Address OTHER = new Address("0x" + "2".repeat(40));

  @TempDir Path dir;

  @BeforeAll
  static void sqliteNeedsAFolderForItsLibrary() throws IOException {
    Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir")));
  }

  @Test
  void an_owner_is_pinned_by_origin_and_can_be_replaced() {
    each(
        pins -> {
          assertThat(pins.owner(HERE, ID)).isEmpty();
          pins.pinOwner(HERE, ID, OWNER);
          pins.pinOwner(HERE, ID, OTHER);
          assertThat(pins.owner(HERE, ID)).contains(OTHER);
          assertThat(pins.owner(THERE, ID)).isEmpty();
        });
  }

  @Test
  void a_head_only_goes_up() {
    each(
        pins -> {
          var third = new PinnedHead(3, Sha256.hash("3"));
          pins.raise(OWNER, ID, third);
          pins.raise(OWNER, ID, new PinnedHead(2, Sha256.hash("2")));
          pins.raise(OWNER, ID, new PinnedHead(3, Sha256.hash("another")));
          assertThat(pins.head(OWNER, ID)).contains(third);
          assertThat(pins.head(OTHER, ID)).isEmpty();
        });
  }

  @Test
  void a_manifest_once_seen_stays_seen() {
    each(
        pins -> {
          assertThat(pins.sawManifest(HERE, ID)).isFalse();
          pins.rememberManifest(HERE, ID);
          pins.rememberManifest(HERE, ID);
          assertThat(pins.sawManifest(HERE, ID)).isTrue();
          assertThat(pins.sawManifest(THERE, ID)).isFalse();
        });
  }

  @Test
  void pins_on_disk_outlast_the_process() {
    Path file = dir.resolve("kept.db");
    try (Db db = LedgerPins.open(file)) {
      new LedgerPins(db).pinOwner(HERE, ID, OWNER);
    }
    try (Db db = LedgerPins.open(file)) {
      assertThat(new LedgerPins(db).owner(HERE, ID)).contains(OWNER);
    }
  }

  private void each(Consumer<Pins> test) {
    test.accept(new MemoryPins());
    try (Db db = LedgerPins.open(dir.resolve("buyer.db"))) {
      test.accept(new LedgerPins(db));
    }
  }
}
