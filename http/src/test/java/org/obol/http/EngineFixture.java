package org.obol.http;

import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine, a file of some megabytes that it serves, and what the file's owner is told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
abstract class EngineFixture {

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
}
