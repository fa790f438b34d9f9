package org.obol.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;
import org.obol.dataset.DatasetId;
import org.obol.node.Node;
import org.obol.x402.wire.PaymentHeaders;
import org.obol.x402.wire.PaymentRequired;

/** A node as its visitors see it. Closing it closes the node. */
final class Front implements AutoCloseable {

  private final URI url;
  private final AutoCloseable node;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Front(Node node) {
    this(node.publicUrl(), node);
  }

  /** Something that answers at {@code url} and ends with {@code node}. */
  Front(URI url, AutoCloseable node) {
    this.url = url;
    this.node = node;
  }

  URI url() {
    return url;
  }

  /** An answer, read to its end. */
  record Answer(HttpResponse<byte[]> response) {

    int status() {
      return response.statusCode();
    }

    String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    Json.Obj json() {
      return JsonReader.read(response.body(), 1 << 20).asObject("the answer");
    }

    String error() {
      return json().text("error").orElse("");
    }

    Optional<String> token() {
      return json().text("token");
    }

    Optional<String> header(String name) {
      return response.headers().firstValue(name);
    }

    /** The object in a header of base64. */
    Json.Obj decoded(String name) {
      return PaymentHeaders.decode(
          header(name).orElseThrow(() -> new AssertionError("no " + name + " in " + this)));
    }

    PaymentRequired challenge() {
      return PaymentRequired.parse(decoded(PaymentHeaders.PAYMENT_REQUIRED));
    }

    /** Why the challenge is shown. */
    String reason() {
      return challenge().error().orElse("");
    }

    @Override
    public String toString() {
      return status() + " " + response.headers().map() + " " + text();
    }
  }

  static String join(DatasetId id, long version) {
    return "/dataset/" + id + "/join/paid?version=" + version;
  }

  /** Sends a request without a body; each header is {@code Name: value}. */
  Answer ask(String method, String path, String... headers) {
    return send(method, path, BodyPublishers.noBody(), headers);
  }

  /** Posts a body of JSON. */
  Answer post(String path, Json body, String... headers) {
    return send("POST", path, BodyPublishers.ofString(body.text()), headers);
  }

  private Answer send(
      String method, String path, HttpRequest.BodyPublisher body, String... headers) {
    var request =
        HttpRequest.newBuilder(url.resolve(path)).method(method, body).timeout(Obol.PATIENCE);
    for (String header : headers) {
      String[] parts = header.split(": ", 2);
      request.header(parts[0], parts[1]);
    }
    try {
      return new Answer(http.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new GoneException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** The connection broke. */
  static final class GoneException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    GoneException(IOException cause) {
      super(cause);
    }
  }

  PaymentRequired challenge(DatasetId id, long version) {
    return ask("POST", join(id, version)).challenge();
  }

  /** What a token opens. */
  Answer download(DatasetId id, long version, String token) {
    return ask(
        "GET", "/dataset/" + id + "/download?version=" + version, "Authorization: Bearer " + token);
  }

  @Override
  public void close() throws Exception {
    http.shutdownNow();
    node.close();
  }
}
