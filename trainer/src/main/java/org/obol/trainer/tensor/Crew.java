package org.obol.trainer.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Threads that share out numbered tasks. Which thread does which task is chance, so a task must own
 * what it writes. Used by one thread at a time.
 */
public final class Crew implements AutoCloseable {

  private final int threads;
  private final ExecutorService others;

  /**
   * A crew of so many threads, of which the caller is one.
   *
   * @throws IllegalArgumentException when there is none
   */
  public Crew(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads " + threads + " is below 1");
    }
    this.threads = threads;
    this.others =
        Executors.newFixedThreadPool(
            Math.max(1, threads - 1),
            Thread.ofPlatform().daemon().name("obol-trainer-", 0).factory());
  }

  /** Does tasks 0 to {@code tasks - 1} and returns when all are done. */
  public void run(int tasks, IntConsumer task) {
    var next = new AtomicInteger();
    Runnable work =
        () -> {
          for (int i = next.getAndIncrement(); i < tasks; i = next.getAndIncrement()) {
            task.accept(i);
          }
        };
    List<Future<?>> started = new ArrayList<>();
    for (int i = 1; i < Math.min(threads, tasks); i++) {
      started.add(others.submit(work));
    }
    try {
      work.run();
    } finally {
      started.forEach(Crew::await);
    }
  }

  private static void await(Future<?> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          future.get();
          return;
        } catch (InterruptedException e) {
          // The task still writes into what the caller owns, so nothing can be left before it ends.
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException("a task failed", e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ends the threads. */
  @Override
  public void close() {
    others.shutdown();
  }
}
