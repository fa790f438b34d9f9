package org.obol.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every engine must do, whichever library moves its bytes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class HttpEngineContractTest {

  static final int SIZE = (42 << 20) + 12_345;
  static final String ETAG = "\"abc\"";

  @TempDir static Path folder;

  final HttpEngine engine = engine();
  final HttpClient client = HttpClient.newHttpClient();
  Path file;
  String fileHash;
  RecordingListener listener = new RecordingListener();
  RunningServer server = unstarted();

  abstract HttpEngine engine();

  private static RunningServer unstarted() {
    return new RunningServer() {
      @Override
      public int port() {
        throw new IllegalStateException("no server was started");
      }

      @Override
      public int connections() {
        return 0;
      }

      @Override
      public void drain(Duration patience) {}

      @Override
      public void close() {}
    };
  }

  @BeforeAll
  void makeFile() throws Exception {
    file = folder.resolve("artifact");
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    Random random = new Random(7);
    byte[] block = new byte[1 << 16];
    try (OutputStream out = new DigestOutputStream(Files.newOutputStream(file), digest)) {
      for (int left = SIZE; left > 0; left -= block.length) {
        random.nextBytes(block);
        out.write(block, 0, Math.min(left, block.length));
      }
    }
    fileHash = HexFormat.of().formatHex(digest.digest());
  }

  @AfterAll
  void closeEngine() {
    client.close();
    engine.close();
  }

  @AfterEach
  void closeServer() {
    server.close();
    server = unstarted();
    listener = new RecordingListener();
  }

  void start(Limits limits, HttpHandler handler) {
    server = engine.start(ServerConfig.loopback().with(limits), handler);
  }

  void serveFile(Limits limits) {
    var responder = new ArtifactResponder(file, SIZE, ETAG, Headers.of("X-Kind", "test"));
    start(limits, request -> responder.answer(request, listener));
  }

  HttpResponse<byte[]> get(String path, String... headers) throws Exception {
    var request = java.net.http.HttpRequest.newBuilder(uri(path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }

  static HttpReply echo(HttpRequest request) {
    return new HttpReply.Bytes(
        200,
        Headers.NONE,
        (request.method() + request.segments() + request.query() + request.body().length)
            .getBytes(StandardCharsets.UTF_8));
  }

  static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

  // Bytes

  @Test
  void aWholeFileArrivesUnchanged() throws Exception {
    serveFile(Limits.DEFAULT);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    var response =
        client.send(
            java.net.http.HttpRequest.newBuilder(uri("/")).build(), BodyHandlers.ofInputStream());
    try (InputStream in = new DigestInputStream(response.body(), digest)) {
      assertThat(in.transferTo(OutputStream.nullOutputStream())).isEqualTo(SIZE);
    }
    assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(fileHash);
    assertThat(response.headers().firstValue("X-Kind")).contains("test");
    assertThat(response.headers().firstValue("ETag")).contains(ETAG);
    assertThat(response.headers().firstValue("Accept-Ranges")).contains("bytes");
    assertThat(response.headers().firstValue("Date")).isPresent();
    assertThat(listener.awaitEnd()).isEqualTo(SIZE);
    assertThat(listener.ends).hasValue(1);
  }

  @Test
  void rangesAreSlicesOfTheFile() throws Exception {
    serveFile(Limits.DEFAULT);
    byte[] all = Files.readAllBytes(file);
    for (String range :
        new String[] {"0-0", "1048575-1048577", "-5", (SIZE - 3) + "-", "7-9999999"}) {
      var response = get("/", "Range", "bytes=" + range);
      assertThat(response.statusCode()).isEqualTo(206);
      var sent = ContentRange.parse(response.headers().firstValue("Content-Range").orElseThrow());
      assertThat(response.body())
          .isEqualTo(
              Arrays.copyOfRange(
                  all, (int) sent.orElseThrow().first(), (int) sent.orElseThrow().last() + 1));
    }
  }

  @Test
  void aRangeBeyondTheEndIs416WithTheSize() throws Exception {
    serveFile(Limits.DEFAULT);
    var response = get("/", "Range", "bytes=" + SIZE + "-");
    assertThat(response.statusCode()).isEqualTo(416);
    assertThat(response.headers().firstValue("Content-Range")).contains("bytes */" + SIZE);
  }

  @Test
  void headHasTheHeadersOfGetAndNoBody() throws Exception {
    serveFile(Limits.DEFAULT);
    String head = "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n";
    try (RawClient raw = new RawClient(server.port())) {
      raw.send(head + head.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
      assertThat(raw.readHead())
          .startsWith("HTTP/1.1 200")
          .containsIgnoringCase("content-length: " + SIZE);
      assertThat(raw.readAll()).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
    }
    assertThat(listener.awaitEnd()).isZero();
    assertThat(listener.started).isNotDone();
  }

  @Test
  void anEmptyFileIsAnEmptyAnswer() throws Exception {
    Path empty = Files.createFile(folder.resolve("empty" + System.nanoTime()));
    var responder = new ArtifactResponder(empty, 0, ETAG, Headers.NONE);
    start(Limits.DEFAULT, request -> responder.answer(request, listener));
    var response = get("/");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
    assertThat(listener.awaitEnd()).isZero();
  }

  @Test
  void pipelinedDownloadsComeInOrderAndEachEndsOnce() throws Exception {
    serveFile(Limits.DEFAULT);
    try (RawClient raw = new RawClient(server.port())) {
      String range = "GET / HTTP/1.1\r\nHost: x\r\nRange: bytes=%d-%d\r\n\r\n";
      raw.send(range.formatted(0, 9) + range.formatted(10, 19) + range.formatted(20, 29));
      byte[] start = Arrays.copyOf(Files.readAllBytes(file), 30);
      for (int i = 0; i < 3; i++) {
        String answer = raw.readAnswer();
        assertThat(answer.substring(answer.length() - 10))
            .isEqualTo(new String(start, i * 10, 10, StandardCharsets.ISO_8859_1));
      }
    }
  }

  // Requests

  @Test
  void segmentsAreDecodedAfterTheyAreSplit() throws Exception {
    start(Limits.DEFAULT, HttpEngineContractTest::echo);
    assertThat(text(get("/a/b%2Fc/%2e%2E/x%20+y?q=1&q=2&r=a+b%26&s")))
        .isEqualTo("GET[a, b/c, .., x +y]{q=[1, 2], r=[a b&], s=[]}0");
  }

  @Test
  void oddTargetsAreRefused() throws Exception {
    start(Limits.DEFAULT, HttpEngineContractTest::echo);
    for (String target :
        new String[] {
          "/%",
          "/%2",
          "/%zz",
          "/%c3%28",
          "/%ff",
          "/?a=%g0",
          "/a#b",
          "*",
          "example.org:80",
          "ftp://x/"
        }) {
      try (RawClient raw = new RawClient(server.port())) {
        assertThat(raw.send("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n").readAll())
            .as(target)
            .startsWith("HTTP/1.1 400")
            .contains("\"error\":\"bad_request\"");
      }
    }
    assertThat(text(get("/"))).isEqualTo("GET[]{}0");
  }

  @Test
  void whatIsNotHttpIsAnsweredWith400AndClosed() throws Exception {
    start(Limits.DEFAULT, HttpEngineContractTest::echo);
    for (String request :
        new String[] {
          "\u0016\u0003\u0001hello\r\n\r\n",
          "GET /\r\n\r\n",
          "GET / HTTP/1.1\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
          "GET / HTTP/1.1\r\nHost: a\r\nBad Name: 1\r\n\r\n",
        }) {
      try (RawClient raw = new RawClient(server.port())) {
        assertThat(raw.send(request).readAll()).as(request).matches("(?s)HTTP/1.[01] 400.*");
      }
    }
  }

  @Test
  void longHeadsAreRefused() throws Exception {
    start(Limits.DEFAULT, HttpEngineContractTest::echo);
    try (RawClient raw = new RawClient(server.port())) {
      raw.send("GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(40_000) + "\r\n\r\n");
      assertThat(raw.readAll()).matches("(?s)HTTP/1.[01] 431.*");
    }
    try (RawClient raw = new RawClient(server.port())) {
      raw.send("GET /" + "a".repeat(40_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(raw.readAll()).matches("(?s)HTTP/1.[01] 414.*");
    }
  }

  @Test
  void bodiesUpToTheLimitAreReadAndLongerOnesRefused() throws Exception {
    start(Limits.DEFAULT.withMaxBodyBytes(1000), HttpEngineContractTest::echo);
    for (boolean known : new boolean[] {true, false}) {
      for (int size : new int[] {0, 1000, 1001, 500_000}) {
        byte[] body = new byte[size];
        var publisher =
            known
                ? BodyPublishers.ofByteArray(body)
                : BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body));
        var response =
            client.send(
                java.net.http.HttpRequest.newBuilder(uri("/")).POST(publisher).build(),
                BodyHandlers.ofByteArray());
        if (size <= 1000) {
          assertThat(text(response)).isEqualTo("POST[]{}" + size);
        } else {
          assertThat(response.statusCode()).isEqualTo(413);
          assertThat(text(response)).contains("body_too_large");
        }
      }
    }
  }

  @Test
  void continueIsSentForABodyThatWillBeRead() throws Exception {
    start(Limits.DEFAULT, HttpEngineContractTest::echo);
    try (RawClient raw = new RawClient(server.port())) {
      raw.send("POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      assertThat(raw.readHead()).startsWith("HTTP/1.1 100");
      assertThat(raw.send("ab").readAnswer()).endsWith("POST[]{}2");
    }
  }

  @Test
  void aFailingHandlerIs500WithoutDetail() throws Exception {
    start(
        Limits.DEFAULT,
        request -> {
          throw new IllegalStateException("secret detail");
        });
    var response = get("/");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(text(response)).contains("\"error\":\"internal\"").doesNotContain("secret");
  }

  @Test
  void aMissingFileIs500AndEndsItsTransfer() throws Exception {
    start(
        Limits.DEFAULT,
        request ->
            new HttpReply.FileSlice(200, Headers.NONE, folder.resolve("nowhere"), 0, 5, listener));
    assertThat(get("/").statusCode()).isEqualTo(500);
    assertThat(listener.awaitEnd()).isZero();
  }

  @Test
  void aSliceBeyondTheFileIs500AndEndsItsTransfer() throws Exception {
    start(
        Limits.DEFAULT,
        request -> new HttpReply.FileSlice(200, Headers.NONE, file, SIZE - 5, 6, listener));
    assertThat(get("/").statusCode()).isEqualTo(500);
    assertThat(listener.awaitEnd()).isZero();
  }

  @Test
  void handlersRunOnVirtualThreads() throws Exception {
    CompletableFuture<Boolean> virtual = new CompletableFuture<>();
    start(
        Limits.DEFAULT,
        request -> {
          virtual.complete(Thread.currentThread().isVirtual());
          return HttpReply.empty(204, Headers.NONE);
        });
    var response = get("/");
    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.headers().firstValue("Content-Length")).isEmpty();
    assertThat(virtual.get()).isTrue();
  }

  // Limits

  @Test
  void aHeadThatDribblesInIsCut() throws Exception {
    Duration wait = Duration.ofMillis(400);
    start(Limits.DEFAULT.withTimeouts(wait, wait), HttpEngineContractTest::echo);
    try (RawClient raw = new RawClient(server.port())) {
      assertThat(dribble(raw, "GET / HTTP/1.1\r\nX: ")).isBetween(300L, 5_000L);
    }
  }

  @Test
  void aBodyThatDribblesInIsCut() throws Exception {
    Duration wait = Duration.ofMillis(400);
    start(Limits.DEFAULT.withTimeouts(wait, wait), HttpEngineContractTest::echo);
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
        HttpEngineContractTest::echo);
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
    start(Limits.DEFAULT.withTotals(1, 0), HttpEngineContractTest::echo);
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

  // Endings

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

  @Test
  void aPortInUseIsAFailureThatNamesIt() {
    start(Limits.DEFAULT, HttpEngineContractTest::echo);
    var config =
        new ServerConfig("127.0.0.1", server.port(), new ServerConfig.Plain(), Limits.DEFAULT);
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> engine.start(config, HttpEngineContractTest::echo))
        .isInstanceOf(HttpFailure.class)
        .hasMessageContaining("port " + server.port());
  }
}
