package org.obol.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.obol.crypto.JsonReader;
import org.obol.crypto.ObolException;
import org.obol.http.EnvironmentProxy;
import org.obol.http.GuardedClient;
import org.obol.http.GuardedClient.Call;
import org.obol.http.GuardedClient.Reach;

/**
 * A quick tunnel opened by the {@code cloudflared} program, which is restarted with growing pauses
 * when it ends. An address is announced only after this node has answered through it.
 */
final class Cloudflared implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Cloudflared.class.getName());

  /**
   * Two or more words joined by dashes: {@code api.trycloudflare.com} is the service, no tunnel.
   */
  private static final Pattern HOST =
      Pattern.compile("\\b([a-z0-9]+(?:-[a-z0-9]+)+\\.trycloudflare\\.com)\\b");

  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration STOP = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);
  private static final int SMALL_ANSWER = 64 << 10;

  private final Path program;
  private final int port;
  private final Consumer<Optional<URI>> announce;
  private final Predicate<URI> reachable;
  private final GuardedClient client = new GuardedClient(EnvironmentProxy.ofProcess());
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread supervisor;
  private volatile Optional<Process> running = Optional.empty();
  private volatile Optional<String> printed = Optional.empty();

  /** Announces an address only when this node answers through it. */
  Cloudflared(Path program, int port, Consumer<Optional<URI>> announce) {
    this(program, port, announce, Optional.empty());
  }

  /** Takes {@code probe}'s word, where one is given, for whether an address leads to this node. */
  Cloudflared(
      Path program, int port, Consumer<Optional<URI>> announce, Optional<Predicate<URI>> probe) {
    this.program = program;
    this.port = port;
    this.announce = announce;
    this.reachable = probe.orElse(this::answers);
    this.supervisor = Thread.ofVirtual().name("tunnel").start(this::supervise);
  }

  @Override
  public void close() {
    closed.countDown();
    running.ifPresent(Cloudflared::stop);
    supervisor.interrupt();
    try {
      // What it announces after this would bring back state that the node has cleared away.
      supervisor.join(STOP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.close();
  }

  private void supervise() {
    Duration pause = FIRST_PAUSE;
    try {
      while (closed.getCount() > 0) {
        if (attempt()) {
          pause = FIRST_PAUSE;
        }
        if (closed.getCount() == 0) {
          return;
        }
        LOG.log(
            System.Logger.Level.WARNING,
            "the tunnel ended; it is opened again in " + pause.toSeconds() + " s");
        closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "cannot run " + program + " (" + e.getMessage() + "); serving without a tunnel");
    }
  }

  /** One life of the program, after which the node has no tunnel; whether it had one. */
  private boolean attempt() throws IOException, InterruptedException {
    boolean up = false;
    try {
      up = runOnce();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "the tunnel failed", e);
    }
    if (closed.getCount() > 0) {
      tell(Optional.empty());
    }
    return up;
  }

  /** A listener that fails, as on a full disk, must not end the supervision. */
  private void tell(Optional<URI> url) {
    try {
      announce.accept(url);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "the tunnel's address could not be passed on", e);
    }
  }

  /** Runs the program to its end; whether a tunnel was up in between. */
  private boolean runOnce() throws IOException, InterruptedException {
    int metricsPort = freePort();
    printed = Optional.empty();
    Process process =
        new ProcessBuilder(
                List.of(
                    program.toString(),
                    "tunnel",
                    "--no-autoupdate",
                    "--url",
                    "http://127.0.0.1:" + port,
                    "--metrics",
                    "127.0.0.1:" + metricsPort))
            .redirectErrorStream(true)
            .start();
    running = Optional.of(process);
    if (closed.getCount() == 0) {
      stop(process);
    }
    Thread.ofVirtual().name("tunnel-output").start(() -> drain(process));
    try {
      boolean up = false;
      while (!ended(process)) {
        if (!up) {
          Optional<URI> url =
              host(metricsPort).map(h -> URI.create("https://" + h)).filter(reachable);
          if (url.isPresent()) {
            tell(url);
          }
          up = url.isPresent();
        }
      }
      return up;
    } finally {
      stop(process);
      running = Optional.empty();
    }
  }

  private static boolean ended(Process process) throws InterruptedException {
    try {
      process.onExit().get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException stillRunning) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The program's own answer is preferred; its printed banner is for versions that have none. */
  private Optional<String> host(int metricsPort) {
    try {
      var answer =
          client.send(
              Call.get(URI.create("http://127.0.0.1:" + metricsPort + "/quicktunnel"), Reach.ANY)
                  .within(SMALL_ANSWER, Duration.ofSeconds(2)));
      if (answer.status() == 200) {
        return JsonReader.read(answer.body(), SMALL_ANSWER)
            .asObject("quicktunnel")
            .text("hostname")
            .flatMap(Cloudflared::tunnelHost);
      }
    } catch (ObolException notYet) {
      return printed;
    }
    return printed;
  }

  private boolean answers(URI url) {
    try {
      Call call = Call.get(url.resolve("/healthz"), Reach.ANY);
      return client.send(call.within(SMALL_ANSWER, Duration.ofSeconds(5))).status() == 200;
    } catch (ObolException notYet) {
      return false;
    }
  }

  private void drain(Process process) {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Optional<String> host = tunnelHost(line);
        if (host.isPresent()) {
          printed = host;
        }
      }
    } catch (IOException e) {
      // The stream breaks when the program is stopped; the supervisor sees the end of the process.
      LOG.log(System.Logger.Level.DEBUG, "the tunnel's output ended", e);
    }
  }

  static Optional<String> tunnelHost(String text) {
    Matcher matcher = HOST.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static void stop(Process process) {
    // Its own children are asked first, and named now: once it is gone nobody knows them.
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroy);
    try {
      CompletableFuture.allOf(
              all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
          .get(STOP.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      all.forEach(ProcessHandle::destroyForcibly);
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException stubborn) {
      all.forEach(ProcessHandle::destroyForcibly);
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
