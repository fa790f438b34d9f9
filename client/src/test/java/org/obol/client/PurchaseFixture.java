package org.obol.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.obol.client.FaultyServer.Request;

/** A buyer, and a server that does what a test wants it to. */
abstract class PurchaseFixture {

  static final int MIB = 1 << 20;
  static final byte[] DATA = Shop.lines(1, 5 * MIB + 12_345);

  @TempDir Path dir;
  Path out;
  FaultyServer server;
  Buyer buyer;

  @BeforeEach
  void open() throws IOException {
    out = dir.resolve("data.jsonl");
    server = new FaultyServer(Shop.with(DATA));
    buyer = new Buyer(out);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  void faultDownloads(Function<Request, Fault> fault) {
    server.faults = r -> r.isDownload() ? fault.apply(r) : new Fault.None();
  }

  void faultOnce(Fault fault) {
    var done = new AtomicInteger();
    faultDownloads(r -> done.incrementAndGet() == 1 ? fault : new Fault.None());
  }

  void assertNothingFinal() {
    assertThat(out).doesNotExist();
  }

  List<String> listing() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
