package org.obol.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A process and what it prints. Closing kills it. */
final class Running implements AutoCloseable {

  private final Process process;
  private final Lines out;
  private final Lines err;

  private Running(Process process) {
    this.process = process;
    this.out = Lines.of(process.getInputStream());
    this.err = Lines.of(process.getErrorStream());
  }

  static Running of(ProcessBuilder builder) {
    try {
      return new Running(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first line of standard output that is wanted. */
  String line(Predicate<String> wanted) {
    try {
      return out.first(wanted, Obol.PATIENCE);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "; standard error: " + err.now(), e);
    }
  }

  /** What it has printed to standard output so far. */
  List<String> printed() {
    return out.now();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it ends by itself within {@code time}. */
  boolean endsWithin(Duration time) {
    try {
      return process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Waits for its end. */
  Ended await(Duration patience) {
    if (!endsWithin(patience)) {
      kill();
      throw new AssertionError("the process hangs: " + out.now() + err.now());
    }
    return ended();
  }

  /** Ends it without a chance to tidy up (SIGKILL), and gives what it had printed by then. */
  Ended kill() {
    // Not Process.destroyForcibly, which closes the pipes with what is still in them.
    process.toHandle().destroyForcibly();
    process.onExit().join();
    return ended();
  }

  /** Asks it to stop (SIGTERM). */
  Ended stop() {
    process.toHandle().destroy();
    return await(Obol.PATIENCE);
  }

  @Override
  public void close() {
    kill();
  }

  private Ended ended() {
    try {
      return new Ended(process.exitValue(), out.all(), err.all());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted", e);
  }
}
