package org.obol.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.obol.x402.facilitator.Facilitator;
import org.obol.x402.facilitator.FacilitatorApi;

/** Our facilitator behind the JDK's HTTP server. */
final class FacilitatorServer implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  FacilitatorServer(Facilitator facilitator) throws IOException {
    var api = new FacilitatorApi(facilitator);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(api, exchange));
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static void answer(FacilitatorApi api, HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(FacilitatorApi.MAX_BODY + 1);
      FacilitatorApi.Answer answer =
          api.handle(exchange.getRequestMethod(), exchange.getRequestURI().getPath(), body);
      byte[] bytes = answer.body().utf8();
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
