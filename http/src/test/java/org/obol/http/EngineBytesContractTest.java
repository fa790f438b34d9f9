package org.obol.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What every engine must deliver: the bytes that were asked for, and those only. */
abstract class EngineBytesContractTest extends EngineFixture {

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
}
