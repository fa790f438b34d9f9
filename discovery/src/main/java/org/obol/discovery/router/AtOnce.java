package org.obol.discovery.router;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs blocking work on virtual threads, so much of it at once. */
public final class AtOnce {

  private static final Duration FOR_EVER = Duration.ofDays(10_000);

  private AtOnce() {}

  /**
   * Returns when all of it is done.
   *
   * @throws IllegalStateException when some of it failed: a bug, since failures are outcomes here
   */
  public static void run(int limit, List<Runnable> work) throws InterruptedException {
    run(limit, work, Deadline.in(FOR_EVER));
  }

  /**
   * Returns when all of it is done or the time is over. Then nothing more of it begins, and what
   * runs is interrupted: it has to look whether it {@link #isBrokenOff} before it counts as done.
   *
   * @throws IllegalStateException when some of it failed: a bug, since failures are outcomes here
   */
  public static void run(int limit, List<Runnable> work, Deadline deadline)
      throws InterruptedException {
    var turns = new Semaphore(limit);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<Future<?>> running = new ArrayList<>(work.size());
      for (Runnable task : work) {
        if (deadline.isOver() || !turns.tryAcquire(deadline.left(), TimeUnit.NANOSECONDS)) {
          break;
        }
        running.add(
            threads.submit(
                () -> {
                  try {
                    task.run();
                  } finally {
                    turns.release();
                  }
                }));
      }
      for (Future<?> task : running) {
        Object ignored = task.get(deadline.left(), TimeUnit.NANOSECONDS);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException over) {
      // What is missing is what its caller sees.
    } finally {
      threads.shutdownNow();
    }
  }

  /** Whether the time of the work that runs on this thread is over. */
  public static boolean isBrokenOff() {
    return Thread.currentThread().isInterrupted();
  }
}
