package org.obol.x402.facilitator;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;

/** Requests to a facilitator, each sent once, with limits on time and size. */
final class FacilitatorClient {

  /**
   * What came back.
   *
   * @param retryAfter the header of that name
   */
  record Answer(int status, Optional<Json.Obj> body, Optional<String> retryAfter) {}

  /** No answer came. */
  static final class NoAnswerException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean sent;

    NoAnswerException(String why, boolean sent) {
      super(why);
      this.sent = sent;
    }

    /** Whether the facilitator may have got the request. */
    boolean sent() {
      return sent;
    }
  }

  private final HttpFacilitatorConfig config;
  private final HttpClient http;

  FacilitatorClient(HttpFacilitatorConfig config, HttpClient.Builder http) {
    this.config = config;
    // Not followed: a redirect would take a payment and our headers to somebody else.
    this.http =
        http.followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(config.verifyTimeout())
            .build();
  }

  Answer get(String path, Duration timeout) throws NoAnswerException {
    return send(request("GET", path).GET().build(), timeout);
  }

  Answer post(String path, Json body, Duration timeout) throws NoAnswerException {
    HttpRequest request =
        request("POST", path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.utf8()))
            .build();
    return send(request, timeout);
  }

  void close() {
    http.shutdownNow();
  }

  private HttpRequest.Builder request(String method, String path) {
    URI url = config.endpoint(path);
    HttpRequest.Builder request = HttpRequest.newBuilder(url).header("Accept", "application/json");
    config.headers().of(method, url).forEach(request::header);
    return request;
  }

  private Answer send(HttpRequest request, Duration timeout) throws NoAnswerException {
    CompletableFuture<HttpResponse<byte[]>> pending =
        http.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), config.maxResponseBytes()));
    try {
      // The request's own timeout would end with the headers.
      HttpResponse<byte[]> response = pending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(
          response.statusCode(),
          body(response.body()),
          response.headers().firstValue("Retry-After"));
    } catch (TimeoutException e) {
      pending.cancel(true);
      throw new NoAnswerException("no answer within " + timeout.toMillis() + " ms", true);
    } catch (InterruptedException e) {
      pending.cancel(true);
      Thread.currentThread().interrupt();
      throw new NoAnswerException("interrupted", true);
    } catch (ExecutionException e) {
      // Not the cause's words: they may repeat the URL.
      throw switch (e.getCause()) {
        case HttpConnectTimeoutException c -> new NoAnswerException("no connection in time", false);
        case ConnectException c -> new NoAnswerException("no connection", false);
        case IOException c -> new NoAnswerException("the connection broke off", true);
        case null, default -> new NoAnswerException("the request failed", true);
      };
    }
  }

  private Optional<Json.Obj> body(byte[] bytes) {
    try {
      return Optional.of(JsonReader.read(bytes, config.maxResponseBytes()).asObject("answer"));
    } catch (JsonException notJson) {
      return Optional.empty();
    }
  }
}
