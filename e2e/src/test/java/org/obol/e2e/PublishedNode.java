package org.obol.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.obol.crypto.JsonReader;

/** {@code obol dataset publish} as a process, and what can be asked over its public listener. */
final class PublishedNode implements AutoCloseable {

  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private final Running process;
  private final URI url;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private PublishedNode(Running process, URI url) {
    this.process = process;
    this.url = url;
  }

  /** Starts a node and waits until it serves. */
  static PublishedNode start(Path home, int port, String... more) {
    Running process = process(home, port, more);
    try {
      String ready = process.line(line -> line.contains("\"public_url\""));
      String url = JsonReader.read(ready).asObject("the node's answer").requireText("public_url");
      return new PublishedNode(process, URI.create(url));
    } catch (AssertionError | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  /** Starts a node that may refuse to serve. */
  static Running process(Path home, int port, String... more) {
    List<String> args = new ArrayList<>();
    args.addAll(List.of("dataset", "publish", "--all", "--json", "--no-tunnel", "--drain", "0"));
    args.addAll(List.of("--port", Integer.toString(port)));
    args.addAll(List.of("--access-log", home.resolveSibling("access.log").toString()));
    args.addAll(List.of(more));
    return Obol.start(home, args.toArray(String[]::new));
  }

  /**
   * A port that is free now, outside the range that outgoing connections take theirs from, and
   * nobody else's in these tests, as its node may be away for a moment.
   */
  static int freePort(SplittableRandom random) {
    while (true) {
      int port = random.nextInt(20_000, 30_000);
      if (!GIVEN.add(port)) {
        continue;
      }
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        Seed.say("port " + port + " is taken");
      }
    }
  }

  String url() {
    return url.toString();
  }

  Running process() {
    return process;
  }

  /** GET with a member's token. */
  HttpResponse<byte[]> get(String path, String token) {
    return send(
        HttpRequest.newBuilder(url.resolve(path)).header("Authorization", "Bearer " + token));
  }

  /** POST of a JSON document. */
  HttpResponse<byte[]> post(String path, String json) {
    return send(
        HttpRequest.newBuilder(url.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8)));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return http.send(request.timeout(Obol.PATIENCE).build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new AssertionError("the node does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.close();
    http.shutdownNow();
  }
}
