package org.obol.evm;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.crypto.Shown;

/**
 * JSON-RPC 2.0 over HTTP. Each call is one request, never repeated here. No message shows more of
 * the URL than its host. Thread-safe.
 */
public final class JsonRpc implements Rpc, AutoCloseable {

  private static final int LONGEST_MESSAGE = 300;
  // A shorter piece of a path is no key, and hiding it would garble messages.
  private static final int SHORTEST_KEY = 8;

  private final RpcConfig config;
  private final HttpClient http;
  private final AtomicLong lastId = new AtomicLong();

  /** A connection with an HTTP client of its own. */
  public JsonRpc(RpcConfig config) {
    this(config, HttpClient.newBuilder());
  }

  /** A connection whose HTTP client is built from {@code http}, which may name a proxy. */
  public JsonRpc(RpcConfig config, HttpClient.Builder http) {
    this.config = config;
    this.http =
        http.connectTimeout(config.connectTimeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  @Override
  public Json call(String method, Json... params) {
    long id = lastId.incrementAndGet();
    byte[] body =
        Json.object()
            .put("jsonrpc", "2.0")
            .put("id", id)
            .put("method", method)
            .put("params", List.of(params))
            .build()
            .utf8();
    HttpResponse<byte[]> response = send(method, body);
    int status = response.statusCode();
    if (status == 429 || status >= 500) {
      throw unavailable(method, "HTTP status " + status);
    }
    Json.Obj answer = read(method, status, response.body());
    return result(method, id, answer);
  }

  /** Ends the connections; calls in flight fail. */
  @Override
  public void close() {
    http.shutdownNow();
  }

  @Override
  public String toString() {
    return "JsonRpc[" + config.host() + "]";
  }

  private HttpResponse<byte[]> send(String method, byte[] body) {
    HttpRequest request =
        HttpRequest.newBuilder(config.uri())
            .header("Content-Type", "application/json")
            .header("Accept", "application/json")
            .POST(BodyPublishers.ofByteArray(body))
            .build();
    CompletableFuture<HttpResponse<byte[]>> response =
        http.sendAsync(
            request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), config.maxResponseBytes()));
    try {
      // The request's own timeout would end with the headers.
      return response.get(config.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      response.cancel(true);
      throw unavailable(method, "no answer within " + config.requestTimeout().toMillis() + " ms");
    } catch (ExecutionException e) {
      throw new RpcUnavailableException(
          message(method, reason(e.getCause())), e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      response.cancel(true);
      Thread.currentThread().interrupt();
      throw unavailable(method, "interrupted");
    }
  }

  private Json.Obj read(String method, int status, byte[] body) {
    try {
      return JsonReader.read(body, config.maxResponseBytes()).asObject("answer");
    } catch (JsonException e) {
      throw unavailable(method, "HTTP status " + status + " with something that is not JSON-RPC");
    }
  }

  private Json result(String method, long id, Json.Obj answer) {
    Optional<Json> error = answer.get("error").filter(e -> !(e instanceof Json.Null));
    if (error.isPresent()) {
      throw failure(method, error.get());
    }
    boolean sameId = answer.get("id").filter(Json.of(id)::equals).isPresent();
    if (!sameId) {
      throw unavailable(method, "an answer to another request");
    }
    return answer
        .get("result")
        .orElseThrow(() -> unavailable(method, "neither a result nor an error"));
  }

  private RpcException failure(String method, Json error) {
    try {
      Json.Obj fields = error.asObject("error");
      int code = Math.toIntExact(fields.requireInteger("code"));
      String words = shown(fields.text("message").orElse(""));
      return new RpcErrorException(config.host(), code, words, data(fields.get("data")));
    } catch (JsonException | ArithmeticException e) {
      return unavailable(method, "an error that is not JSON-RPC");
    }
  }

  /** What a revert returned: as a text, or in an object as some nodes wrap it. */
  private static HexBytes data(Optional<Json> data) {
    Json value = data.orElseGet(Json.Null::new);
    if (value instanceof Json.Obj wrapped) {
      value = wrapped.get("data").orElseGet(Json.Null::new);
    }
    if (!(value instanceof Json.Str text)) {
      return HexBytes.EMPTY;
    }
    // One node writes "Reverted 0x…".
    String hex = text.value().replaceFirst("^Reverted ", "");
    try {
      return HexBytes.parse(hex);
    } catch (IllegalArgumentException notBytes) {
      return HexBytes.EMPTY;
    }
  }

  /** The node's words without control characters, without pieces of the URL, and not endless. */
  private String shown(String words) {
    String shown = words;
    String secret = config.uri().getRawPath() + "/" + config.uri().getRawQuery();
    for (String piece : secret.split("[/&=?]")) {
      if (piece.length() >= SHORTEST_KEY) {
        shown = shown.replace(piece, "…");
      }
    }
    return Shown.brief(shown, LONGEST_MESSAGE);
  }

  private RpcUnavailableException unavailable(String method, String what) {
    return new RpcUnavailableException(message(method, what));
  }

  private String message(String method, String what) {
    return "no usable answer to " + method + " from the node at " + config.host() + ": " + what;
  }

  /** The kind of failure; the library's words could repeat the URL. */
  private static String reason(@Nullable Throwable cause) {
    return switch (cause) {
      case HttpConnectTimeoutException e -> "no connection in time";
      case ConnectException e -> "no connection";
      case IOException e when String.valueOf(e.getMessage()).contains("capacity") ->
          "an answer longer than the limit";
      case null -> "unknown failure";
      default -> cause.getClass().getSimpleName();
    };
  }
}
