package org.obol.devnet;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.obol.crypto.Shown;

/**
 * A running anvil. It never outlives this JVM, not even one that was killed: a shell holds the
 * other end of a pipe and kills anvil when the pipe closes.
 */
final class AnvilProcess implements AutoCloseable {

  private static final Pattern LISTENING = Pattern.compile("Listening on 127\\.0\\.0\\.1:(\\d+)");
  private static final long START_SECONDS = 30;
  private static final int KEPT_LINES = 20;

  // Its own output closes, so that the end of ours is the end of anvil's.
  private static final String GUARD =
      """
      "$@" &
      anvil=$!
      exec >/dev/null 2>&1
      cat
      kill -9 $anvil
      wait $anvil
      """;

  private final Process guard;
  private final Thread atExit;
  private final int port;

  private AnvilProcess(Process guard, Thread atExit, int port) {
    this.guard = guard;
    this.atExit = atExit;
    this.port = port;
  }

  /** Starts anvil and returns when it listens. */
  static AnvilProcess start(Anvil anvil, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", GUARD, "sh"));
    command.add(anvil.executable().toString());
    command.addAll(arguments);
    Process guard;
    try {
      guard = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new DevnetException("cannot start a shell for the local chain", e);
    }
    var atExit = new Thread(() -> stop(guard), "devnet-at-exit");
    Runtime.getRuntime().addShutdownHook(atExit);
    var port = new CompletableFuture<Integer>();
    Thread.ofVirtual().name("devnet-output").start(() -> drain(guard, port));
    try {
      return new AnvilProcess(guard, atExit, port.get(START_SECONDS, TimeUnit.SECONDS));
    } catch (ExecutionException e) {
      stop(guard, atExit);
      throw e.getCause() instanceof DevnetException ended
          ? ended
          : new DevnetException("the local chain did not start", e);
    } catch (TimeoutException e) {
      stop(guard, atExit);
      throw new DevnetException(
          "the local chain did not start within " + START_SECONDS + " s; try again", e);
    } catch (InterruptedException e) {
      stop(guard, atExit);
      Thread.currentThread().interrupt();
      throw new DevnetException("interrupted while the local chain started", e);
    }
  }

  /** The TCP port on 127.0.0.1. */
  int port() {
    return port;
  }

  /** The process ids of anvil, for tests that look whether it ended. */
  List<ProcessHandle> processes() {
    return guard.descendants().toList();
  }

  /** Ends anvil and waits until it has ended. */
  @Override
  public void close() {
    stop(guard, atExit);
  }

  /** Reads to the end, because anvil stops when nobody reads its output. */
  private static void drain(Process guard, CompletableFuture<Integer> port) {
    Deque<String> last = new ArrayDeque<>();
    try (BufferedReader lines = guard.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        var matcher = LISTENING.matcher(line);
        if (matcher.find()) {
          port.complete(Integer.parseInt(matcher.group(1)));
        }
        if (last.size() == KEPT_LINES) {
          last.removeFirst();
        }
        last.addLast(Shown.line(line));
      }
    } catch (IOException closed) {
      // The process was ended.
    }
    port.completeExceptionally(
        new DevnetException("the local chain did not start: " + String.join(" / ", last)));
  }

  private static void stop(Process guard, Thread atExit) {
    stop(guard);
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException shuttingDown) {
      // Then it runs, and finds nothing left to do.
    }
  }

  private static void stop(Process guard) {
    List<ProcessHandle> children = guard.descendants().toList();
    children.forEach(ProcessHandle::destroyForcibly);
    try {
      guard.getOutputStream().close();
    } catch (IOException e) {
      // It has ended already.
    }
    guard.destroyForcibly();
    children.forEach(child -> child.onExit().completeOnTimeout(child, 5, TimeUnit.SECONDS).join());
  }
}
