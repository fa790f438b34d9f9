package org.obol.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.client.pins.MemoryPins;
import org.obol.client.transfer.Settings;
import org.obol.client.transfer.TransferListener;

/** Security item 21 with a real kill -9, and the rate limit against a real clock. */
final class KillIT {

  private static final int MIB = 1 << 20;
  private static final byte[] DATA = Shop.lines(1, 5 * MIB + 77);

  @TempDir Path dir;

  @Test
  void a_killed_process_loses_at_most_the_open_chunk() throws Exception {
    Path out = dir.resolve("data.jsonl");
    try (var server = new FaultyServer(Shop.with(DATA))) {
      server.faults = r -> r.isDownload() ? new Fault.Stall(3L * MIB + 5) : new Fault.None();
      Process child =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  KilledBuyer.class.getName(),
                  server.url().toString(),
                  out.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      var lines = child.inputReader();
      for (int i = 0; i < 3; i++) {
        assertThat(lines.readLine()).isEqualTo(Integer.toString(MIB));
      }
      child.destroyForcibly().waitFor();
      server.faults = r -> new Fault.None();

      BuyResult result = new Buyer(out).buy(server);

      assertThat(result.kept()).isEqualTo(3L * MIB);
      assertThat(Files.readAllBytes(out)).isEqualTo(DATA);
    }
  }

  @Test
  void the_rate_is_kept_over_all_connections() throws IOException {
    Path out = dir.resolve("data.jsonl");
    try (var server = new FaultyServer(Shop.with(DATA))) {
      var request =
          new BuyRequest(
              List.of(server.source()),
              Shop.ID,
              Optional.empty(),
              Optional.of(out),
              Trust.DEFAULT,
              new Settings(4, 4L * MIB, Buyer.HASTE),
              false);
      long start = System.nanoTime();

      new BuyDataset(new MemoryPins(), TransferListener.SILENT, Optional.empty()).run(request);

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
      assertThat(Files.readAllBytes(out)).isEqualTo(DATA);
    }
  }
}
