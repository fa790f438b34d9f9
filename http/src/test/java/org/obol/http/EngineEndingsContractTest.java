package org.obol.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How every engine must end a transfer: at once, and once. */
abstract class EngineEndingsContractTest extends EngineFixture {

  @Test
  void closingATransferCutsAStalledClientWithinASecond() throws Exception {
    serveFile(Limits.DEFAULT);
    try (RawClient raw = new RawClient(server.port(), 4096)) {
      raw.send(GET).readHead();
      Transfer transfer = listener.awaitStall();
      assertThat(transfer.length()).isEqualTo(SIZE);
      long begin = System.nanoTime();
      transfer.close();
      long sent = listener.awaitEnd();
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(1));
      assertThat(raw.isReset()).isTrue();
      assertThat(sent).isLessThan(SIZE).isEqualTo(transfer.bytesSent());
    }
    server.close();
    assertThat(listener.ends).hasValue(1);
  }

  @Test
  void aTransferClosedAsItStartsSendsNothing() throws Exception {
    var closing =
        new TransferListener() {
          final CompletableFuture<Long> ended = new CompletableFuture<>();

          @Override
          public void started(Transfer transfer) {
            transfer.close();
          }

          @Override
          public void ended(long bytesSent) {
            ended.complete(bytesSent);
          }
        };
    start(
        Limits.DEFAULT,
        request -> new HttpReply.FileSlice(200, Headers.NONE, file, 0, SIZE, closing));
    try (RawClient raw = new RawClient(server.port())) {
      assertThat(raw.send(GET).readAll()).isEqualTo("<reset>");
    }
    assertThat(closing.ended.get(10, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void aClientThatLeavesEndsItsTransferOnce() throws Exception {
    serveFile(Limits.DEFAULT);
    try (RawClient raw = new RawClient(server.port(), 4096)) {
      raw.send(GET).readHead();
      listener.awaitStart();
    }
    assertThat(listener.awaitEnd()).isLessThan(SIZE);
    server.close();
    assertThat(listener.ends).hasValue(1);
  }

  @Test
  void aClientThatLeavesBeforeTheAnswerEndsItsTransfer() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    start(
        Limits.DEFAULT,
        request -> {
          asked.countDown();
          gone.await();
          return new HttpReply.FileSlice(200, Headers.NONE, file, 0, SIZE, listener);
        });
    try (RawClient raw = new RawClient(server.port())) {
      raw.send(GET);
      asked.await();
    }
    while (server.connections() > 0) {
      Thread.onSpinWait();
    }
    gone.countDown();
    assertThat(listener.awaitEnd()).isZero();
    assertThat(listener.ends).hasValue(1);
  }

  @Test
  void closingTheServerEndsEveryTransferBeforeItReturns() throws Exception {
    serveFile(Limits.DEFAULT);
    try (RawClient raw = new RawClient(server.port(), 4096)) {
      raw.send(GET).readHead();
      listener.awaitStart();
      server.close();
      assertThat(listener.ended).isDone();
      assertThat(listener.ends).hasValue(1);
      assertThat(raw.isReset()).isTrue();
    }
  }

  @Test
  void drainingLetsADownloadFinishAndAcceptsNoMore() throws Exception {
    serveFile(Limits.DEFAULT);
    int port = server.port();
    try (RawClient idle = new RawClient(port);
        RawClient raw = new RawClient(port, 64 << 10)) {
      idle.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n").readHead();
      listener = new RecordingListener();
      raw.send(GET).readHead();
      listener.awaitStart();
      Thread drain = Thread.ofVirtual().start(() -> server.drain(Duration.ofSeconds(20)));
      assertThat(idle.readAll()).isEmpty();
      // Idle connections may end a moment before the port does.
      long patience = System.nanoTime() + Duration.ofSeconds(5).toNanos();
      while (!refusesConnections(port)) {
        assertThat(System.nanoTime()).isLessThan(patience);
      }
      assertThat(raw.in().transferTo(OutputStream.nullOutputStream())).isEqualTo(SIZE);
      drain.join();
    }
    assertThat(listener.awaitEnd()).isEqualTo(SIZE);
  }

  @Test
  void drainingCutsWhatIsLeftWhenPatienceEnds() throws Exception {
    serveFile(Limits.DEFAULT);
    try (RawClient raw = new RawClient(server.port(), 4096)) {
      raw.send(GET).readHead();
      listener.awaitStart();
      long begin = System.nanoTime();
      server.drain(Duration.ofMillis(300));
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
      assertThat(listener.ends).hasValue(1);
    }
  }

  private static boolean refusesConnections(int port) {
    try (RawClient late = new RawClient(port)) {
      return late.send(GET).readAll().isEmpty();
    } catch (java.io.IOException refused) {
      return true;
    }
  }
}
