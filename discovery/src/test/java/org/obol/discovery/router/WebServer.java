package org.obol.discovery.router;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** A real HTTP server on the loopback interface, as hostile as a test wants it. */
final class WebServer implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Page> pages = new ConcurrentHashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final AtomicLong bytesTaken = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** What is answered to one path. */
  interface Page {
    void answer(HttpExchange exchange) throws IOException;
  }

  WebServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String target = exchange.getRequestURI().toString();
    synchronized (asked) {
      asked.add(exchange.getRequestMethod() + " " + target);
    }
    try (exchange) {
      Page page = pages.get(exchange.getRequestURI().getPath());
      if (page == null) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        page.answer(exchange);
      }
    }
  }

  WebServer with(String path, Page page) {
    pages.put(path, page);
    return this;
  }

  WebServer with(String path, String json) {
    return with(path, json.getBytes(StandardCharsets.UTF_8));
  }

  WebServer with(String path, byte[] body) {
    return with(path, exchange -> send(exchange, 200, body));
  }

  WebServer without(String path) {
    pages.remove(path);
    return this;
  }

  static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  /** Sends blocks for as long as somebody takes them, and counts what was taken. */
  void endless(HttpExchange exchange, long length, byte[] block) throws IOException {
    exchange.sendResponseHeaders(200, length);
    for (long sent = 0; sent < length; sent += block.length) {
      exchange.getResponseBody().write(block);
      bytesTaken.addAndGet(block.length);
    }
  }

  /** Sends one byte and then nothing until this server is closed. */
  void drip(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 1000);
    exchange.getResponseBody().write('[');
    exchange.getResponseBody().flush();
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Bytes that were taken off {@link #endless}. */
  long bytesTaken() {
    return bytesTaken.get();
  }

  /** Every request so far: method and target. */
  List<String> asked() {
    synchronized (asked) {
      return List.copyOf(asked);
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** This server as a member of that name. */
  Member member(String name) {
    return new Member(name, url());
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
