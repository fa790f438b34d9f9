package org.obol.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Invariant 26: what every engine must not let a client take. */
abstract class EngineLimitsContractTest extends EngineFixture {

  @Test
  void aHeadThatDribblesInIsCut() throws Exception {
    Duration wait = Duration.ofMillis(400);
    start(Limits.DEFAULT.withTimeouts(wait, wait), EngineFixture::echo);
    try (RawClient raw = new RawClient(server.port())) {
      assertThat(dribble(raw, "GET / HTTP/1.1\r\nX: ")).isBetween(300L, 5_000L);
    }
  }

  @Test
  void aBodyThatDribblesInIsCut() throws Exception {
    Duration wait = Duration.ofMillis(400);
    start(Limits.DEFAULT.withTimeouts(wait, wait), EngineFixture::echo);
    try (RawClient raw = new RawClient(server.port())) {
      assertThat(dribble(raw, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\n"))
          .isBetween(300L, 5_000L);
    }
  }

  /** Sends {@code start}, then a byte now and then; milliseconds until the server had enough. */
  private static long dribble(RawClient raw, String start) throws Exception {
    long begin = System.nanoTime();
    raw.send(start);
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    while (!new CountDownLatch(1).await(50, TimeUnit.MILLISECONDS)) {
                      raw.send("a");
                    }
                  } catch (java.io.IOException | InterruptedException cut) {
                    Thread.currentThread().interrupt();
                  }
                });
    raw.readAll();
    long took = Duration.ofNanos(System.nanoTime() - begin).toMillis();
    writer.interrupt();
    writer.join();
    return took;
  }

  @Test
  void anIdleConnectionIsClosed() throws Exception {
    start(
        Limits.DEFAULT.withTimeouts(Duration.ofMillis(300), Duration.ofSeconds(10)),
        EngineFixture::echo);
    try (RawClient raw = new RawClient(server.port())) {
      raw.send(GET);
      assertThat(raw.readAll()).startsWith("HTTP/1.1 200").contains("GET[]{}0");
    }
  }

  @Test
  void aReaderBelowTheMinimumRateIsCut() throws Exception {
    serveFile(Limits.DEFAULT.withMinimumRate(1 << 20, Duration.ofMillis(500)));
    try (RawClient raw = new RawClient(server.port(), 4096)) {
      raw.send(GET).readHead();
      assertThat(listener.awaitEnd()).isLessThan(SIZE);
    }
  }

  @Test
  void aSlowReaderAboveTheMinimumRateIsServedPastEveryTimeout() throws Exception {
    Duration shortTime = Duration.ofMillis(200);
    serveFile(
        Limits.DEFAULT
            .withTimeouts(shortTime, shortTime)
            .withMinimumRate(1 << 18, Duration.ofMillis(500)));
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (RawClient raw = new RawClient(server.port(), 64 << 10)) {
      raw.send(GET).readHead();
      long begin = System.nanoTime();
      byte[] block = new byte[1 << 20];
      for (int n; (n = raw.in().readNBytes(block, 0, block.length)) > 0; ) {
        digest.update(block, 0, n);
        // 42 MiB at 25 ms each: about a second, five times every timeout
        assertThat(new CountDownLatch(1).await(25, TimeUnit.MILLISECONDS)).isFalse();
      }
      assertThat(System.nanoTime() - begin).isGreaterThan(shortTime.toNanos() * 3);
    }
    assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(fileHash);
  }

  /**
   * The kernel takes a download in steps, and between two of them nothing is seen to move. The time
   * in between is measured by the engine itself: another client that stands still, on a server with
   * the same window and a rate at which any buffer drains at once, is cut meanwhile.
   */
  @Test
  void aDownloadThatWaitsForItsBufferToDrainOutlivesOneThatStandsStill() throws Exception {
    Duration window = Duration.ofMillis(100);
    serveFile(Limits.DEFAULT.withMinimumRate(1 << 10, window));
    try (RawClient slow = new RawClient(server.port(), 64 << 10)) {
      slow.send(GET).readHead();
      long read = 0;
      for (int step = 0; step < 3; step++) {
        Transfer transfer = listener.awaitStall();
        awaitCut(window);
        awaitCut(window);
        long before = transfer.bytesSent();
        assertThat(before).isLessThan(SIZE);
        while (transfer.bytesSent() == before) {
          read += slow.in().readNBytes(64 << 10).length;
        }
      }
      slow.in().skipNBytes(SIZE - read);
    }
    assertThat(listener.awaitEnd()).isEqualTo(SIZE);
  }

  /** Returns when a download that stands still was cut. */
  private void awaitCut(Duration window) throws Exception {
    var cut = new RecordingListener();
    var responder = new ArtifactResponder(file, SIZE, ETAG, Headers.NONE);
    Limits strict = Limits.DEFAULT.withMinimumRate(1 << 30, window);
    try (RunningServer other =
            engine.start(
                ServerConfig.loopback().with(strict), request -> responder.answer(request, cut));
        RawClient still = new RawClient(other.port(), 4096)) {
      still.send(GET).readHead();
      assertThat(cut.awaitEnd()).isLessThan(SIZE);
      assertThat(still.isReset()).isTrue();
    }
  }

  @Test
  void connectionsBeyondTheLimitAreClosed() throws Exception {
    start(Limits.DEFAULT.withTotals(1, 0), EngineFixture::echo);
    try (RawClient first = new RawClient(server.port())) {
      first.send(GET).readAnswer();
      try (RawClient second = new RawClient(server.port())) {
        assertThat(second.in().readNBytes(1)).isEmpty();
      } catch (java.net.SocketException reset) {
        assertThat(reset).hasMessageContaining("reset");
      }
      assertThat(server.connections()).isEqualTo(1);
      assertThat(first.send(GET).readAnswer()).startsWith("HTTP/1.1 200");
    }
  }
}
