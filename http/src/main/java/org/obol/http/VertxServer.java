package org.obol.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.TrafficShapingOptions;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.obol.crypto.ObolException;

/** One listener: admits connections, watches them, and closes them. */
final class VertxServer implements RunningServer {

  private static final System.Logger LOG = System.getLogger(VertxServer.class.getName());
  private static final long WATCH_MILLIS = 100;
  private static final long HANDLER_SECONDS = 5;

  private final ServerConfig config;
  private final Consumer<VertxServer> onClose;
  private final Vertx vertx;
  private final HttpServer server;
  private final long watch;
  private final ExecutorService handlers =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("http-", 0).factory());
  private final Map<HttpConnection, Connection> connections = new ConcurrentHashMap<>();

  VertxServer(
      Vertx vertx, ServerConfig config, HttpHandler handler, Consumer<VertxServer> onClose) {
    this.vertx = vertx;
    this.config = config;
    this.onClose = onClose;
    Limits limits = config.limits();
    this.server =
        vertx
            .createHttpServer(options(config))
            .connectionHandler(this::admit)
            .exceptionHandler(e -> LOG.log(System.Logger.Level.DEBUG, "connection failed", e))
            .invalidRequestHandler(Exchange::refuse)
            .requestHandler(
                request -> {
                  Connection connection = connections.get(request.connection());
                  if (connection != null) {
                    new Exchange(request, connection, limits, handlers).answer(handler);
                  }
                });
    this.watch =
        vertx.setPeriodic(
            WATCH_MILLIS,
            id -> {
              long now = System.nanoTime();
              connections.values().forEach(c -> c.check(now));
            });
  }

  void listen() {
    try {
      var address = new InetSocketAddress(InetAddress.getByName(config.host()), config.port());
      VertxEngine.await(server.listen(SocketAddress.inetSocketAddress(address)), 10);
    } catch (UnknownHostException | CompletionException e) {
      close();
      throw deaf(e);
    }
  }

  private ObolException deaf(Exception e) {
    Throwable cause =
        e instanceof CompletionException ? Optional.ofNullable(e.getCause()).orElse(e) : e;
    String what = "cannot listen on %s port %d: ".formatted(config.host(), config.port());
    if (cause instanceof UnknownHostException) {
      return new ObolException(
          ObolException.Exit.USAGE, what + "this machine knows no such host; correct --host", e);
    }
    if (cause instanceof BindException taken) {
      String why = String.valueOf(taken.getMessage());
      boolean inUse = why.toLowerCase(Locale.ROOT).contains("in use");
      return new ObolException(
          ObolException.Exit.FAILED,
          what
              + (inUse ? "another program listens there, perhaps this one, started before" : why)
              + "; stop that or choose another with --port",
          e);
    }
    return config.transport() instanceof ServerConfig.Tls(var certificate, var key)
            && !(cause instanceof SocketException)
        ? new ObolException(
            ObolException.Exit.USAGE,
            "%s--tls-cert %s and --tls-key %s cannot be used: %s"
                .formatted(what, certificate, key, cause.getMessage()),
            e)
        : new ObolException(ObolException.Exit.FAILED, what + cause.getMessage(), e);
  }

  private static HttpServerOptions options(ServerConfig config) {
    Limits limits = config.limits();
    var options =
        new HttpServerOptions()
            .setUseAlpn(false)
            .setHttp2ClearTextEnabled(false)
            .setHandle100ContinueAutomatically(false)
            .setMaxInitialLineLength(limits.maxHeaderBytes())
            .setMaxHeaderSize(limits.maxHeaderBytes())
            .setTcpNoDelay(true);
    if (limits.outboundBytesPerSecond() > 0) {
      options.setTrafficShapingOptions(
          new TrafficShapingOptions().setOutboundGlobalBandwidth(limits.outboundBytesPerSecond()));
    }
    return switch (config.transport()) {
      case ServerConfig.Plain() -> options;
      case ServerConfig.Tls(var certificate, var key) ->
          options
              .setSsl(true)
              .setKeyCertOptions(
                  new PemKeyCertOptions()
                      .setCertPath(certificate.toAbsolutePath().toString())
                      .setKeyPath(key.toAbsolutePath().toString()));
    };
  }

  private void admit(HttpConnection http) {
    Connection connection = new Connection(http, config.limits());
    if (connections.size() >= config.limits().maxConnections()) {
      connection.reset();
      return;
    }
    connections.put(http, connection);
    http.exceptionHandler(e -> LOG.log(System.Logger.Level.DEBUG, "connection failed", e));
    http.closeHandler(
        closed -> {
          connections.remove(http);
          connection.gone();
        });
  }

  @Override
  public int port() {
    return server.actualPort();
  }

  @Override
  public int connections() {
    return connections.size();
  }

  @Override
  public void drain(Duration patience) {
    try {
      VertxEngine.await(server.shutdown(patience), patience.toSeconds() + 1);
    } catch (CompletionException e) {
      LOG.log(System.Logger.Level.DEBUG, "connections are left after draining", e);
    }
    close();
  }

  private void endHandlers() {
    handlers.shutdown();
    try {
      if (!handlers.awaitTermination(HANDLER_SECONDS, TimeUnit.SECONDS)) {
        handlers.shutdownNow();
        LOG.log(System.Logger.Level.WARNING, "handlers were interrupted to close the server");
      }
    } catch (InterruptedException e) {
      handlers.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    vertx.cancelTimer(watch);
    connections.values().forEach(Connection::reset);
    try {
      VertxEngine.await(server.close(), 10);
    } catch (CompletionException e) {
      LOG.log(System.Logger.Level.WARNING, "the listener did not close in order", e);
    }
    connections.values().forEach(Connection::gone);
    endHandlers();
    onClose.accept(this);
  }
}
