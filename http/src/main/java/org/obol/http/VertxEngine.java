package org.obol.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The engine on Vert.x core with NIO: one event loop per core moves bytes with sendfile, handlers
 * run on virtual threads. All servers of one engine share the event loops.
 */
public final class VertxEngine implements HttpEngine {

  /** Reports, with a stack trace, every client that leaves in the middle of a file. */
  private static final Logger NOISE = Logger.getLogger("io.vertx.core.net.impl.VertxConnection");

  private final Vertx vertx;
  private final Set<VertxServer> servers = ConcurrentHashMap.newKeySet();

  /** Starts the event loops. */
  public VertxEngine() {
    NOISE.setLevel(Level.OFF);
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setPreferNativeTransport(false)
                .setEventLoopPoolSize(Runtime.getRuntime().availableProcessors())
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setDisableTCCL(true)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
  }

  @Override
  public RunningServer start(ServerConfig config, HttpHandler handler) {
    VertxServer server = new VertxServer(vertx, config, handler, servers::remove);
    server.listen();
    servers.add(server);
    return server;
  }

  @Override
  public void close() {
    servers.forEach(VertxServer::close);
    await(vertx.close(), 10);
  }

  /**
   * Waits for the event loop from a thread that is not one.
   *
   * @throws CompletionException with the cause when the future failed
   */
  static <T> T await(Future<T> future, long seconds) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (TimeoutException e) {
      throw new CompletionException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CompletionException(e);
    }
  }
}
