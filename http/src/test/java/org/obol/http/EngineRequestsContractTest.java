package org.obol.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What every engine must make of a request, and what it must not take for one. */
abstract class EngineRequestsContractTest extends EngineFixture {

  @Test
  void segmentsAreDecodedAfterTheyAreSplit() throws Exception {
    start(Limits.DEFAULT, EngineFixture::echo);
    assertThat(text(get("/a/b%2Fc/%2e%2E/x%20+y?q=1&q=2&r=a+b%26&s")))
        .isEqualTo("GET[a, b/c, .., x +y]{q=[1, 2], r=[a b&], s=[]}0");
  }

  @Test
  void oddTargetsAreRefused() throws Exception {
    start(Limits.DEFAULT, EngineFixture::echo);
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
    start(Limits.DEFAULT, EngineFixture::echo);
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
    start(Limits.DEFAULT, EngineFixture::echo);
    try (RawClient raw = new RawClient(server.port())) {
      raw.send("GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(40_000) + "\r\n\r\n");
      assertThat(raw.readAll()).matches("(?s)HTTP/1.[01] 431.*\r\nConnection: close\r\n.*");
    }
    try (RawClient raw = new RawClient(server.port())) {
      raw.send("GET /" + "a".repeat(40_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(raw.readAll()).matches("(?s)HTTP/1.[01] 414.*\r\nConnection: close\r\n.*");
    }
  }

  @Test
  void bodiesUpToTheLimitAreReadAndLongerOnesRefused() throws Exception {
    start(Limits.DEFAULT.withMaxBodyBytes(1000), EngineFixture::echo);
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
    start(Limits.DEFAULT, EngineFixture::echo);
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
}
