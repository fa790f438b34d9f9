package org.obol.cli.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;

/** Passes everything on to a node, but turns one bit in every piece of the file it hands out. */
final class LyingMirror implements AutoCloseable {

  private static final Set<String> PASSED_ON =
      Set.of("content-range", "etag", "content-type", "accept-ranges");

  private final URI node;
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  LyingMirror(URI node) throws IOException {
    this.node = node;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::pass);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void pass(HttpExchange exchange) throws IOException {
    try (exchange) {
      URI target = node.resolve(exchange.getRequestURI());
      HttpRequest.Builder ask = HttpRequest.newBuilder(target);
      for (String name : List.of("Authorization", "Range", "If-Range")) {
        exchange
            .getRequestHeaders()
            .getOrDefault(name, List.of())
            .forEach(v -> ask.header(name, v));
      }
      HttpResponse<byte[]> answer =
          client.send(ask.build(), HttpResponse.BodyHandlers.ofByteArray());
      byte[] body = answer.body();
      if (target.getPath().endsWith("/download") && answer.statusCode() < 300) {
        body[body.length / 2] ^= 1;
      }
      answer.headers().map().forEach((name, values) -> copy(exchange, name, values));
      exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void copy(HttpExchange exchange, String name, List<String> values) {
    if (PASSED_ON.contains(name)) {
      exchange.getResponseHeaders().put(name, values);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }
}
