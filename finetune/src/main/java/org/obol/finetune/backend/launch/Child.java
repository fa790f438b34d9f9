package org.obol.finetune.backend.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.obol.finetune.backend.Cancellation;

/** One program, from its start until nothing of it is left. */
final class Child {

  /** How it ended. */
  sealed interface Ending {
    /** By itself. */
    record Exited(int status) implements Ending {}

    /** Its time was over. */
    record TimedOut() implements Ending {}

    /** Somebody cancelled. */
    record Cancelled(String reason) implements Ending {}
  }

  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);

  private final List<String> command;
  private final Map<String, String> environment;
  private final Path folder;

  Child(List<String> command, Map<String, String> environment, Path folder) {
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.folder = folder;
  }

  /**
   * Runs it. {@code lines} gets what it prints, on another thread, and has got all of it when this
   * returns. Nothing is started once somebody has cancelled.
   *
   * @throws IOException when it cannot be started
   */
  Ending run(Duration timeout, Cancellation cancellation, Consumer<String> lines)
      throws IOException {
    if (cancellation.isCancelled()) {
      return new Ending.Cancelled(cancellation.reason().join());
    }
    String mark = UUID.randomUUID().toString();
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put(ProcessTree.MARK, mark);
    Process process = builder.start();
    var tree = new ProcessTree(process.toHandle(), mark);
    var atShutdown = new Thread(() -> tree.end(GRACE));
    try {
      Runtime.getRuntime().addShutdownHook(atShutdown);
    } catch (IllegalStateException e) {
      // The machine is going down already, and would leave it behind.
      tree.end(GRACE);
      return new Ending.Cancelled("this program is ending");
    }
    try {
      process.getOutputStream().close();
      CompletableFuture<Void> reader =
          CompletableFuture.runAsync(() -> pump(process, lines), Thread::startVirtualThread);
      Ending ending = await(process, reader, timeout, cancellation);
      // Also after a good end: nothing may go on in the background.
      tree.end(ending instanceof Ending.Exited ? Duration.ZERO : GRACE);
      finish(reader, process);
      return ending;
    } finally {
      tree.end(Duration.ZERO);
      release(atShutdown);
    }
  }

  private static void pump(Process process, Consumer<String> lines) {
    try (var in = process.getInputStream()) {
      new OutputLines(lines).read(in);
    } catch (IOException e) {
      // The pipe was closed under us, when the program was ended: there is nothing more to read.
      lines.accept("(output ends here)");
    }
  }

  private static Ending await(
      Process process,
      CompletableFuture<Void> reader,
      Duration timeout,
      Cancellation cancellation) {
    CompletableFuture<Ending> exited =
        process.onExit().thenApply(p -> new Ending.Exited(p.exitValue()));
    CompletableFuture<Ending> cancelled = cancellation.reason().thenApply(Ending.Cancelled::new);
    // A program that closes its output goes on; one whose output nobody can take must not.
    CompletableFuture<Ending> unread = new CompletableFuture<>();
    CompletableFuture<Void> ignored =
        reader.whenComplete(
            (nothing, failure) -> {
              if (failure != null) {
                unread.complete(new Ending.Cancelled("its output cannot be taken"));
              }
            });
    try {
      return (Ending)
          CompletableFuture.anyOf(exited, cancelled, unread)
              .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new Ending.TimedOut();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Ending.Cancelled("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void finish(CompletableFuture<Void> reader, Process process) throws IOException {
    try {
      reader.get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // Somebody out of reach holds the other end.
      process.getInputStream().close();
    } catch (ExecutionException e) {
      throw new IOException("what it printed cannot be taken: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void release(Thread atShutdown) {
    try {
      Runtime.getRuntime().removeShutdownHook(atShutdown);
    } catch (IllegalStateException e) {
      // The machine is going down and runs it: fine.
      return;
    }
  }
}
