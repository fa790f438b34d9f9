package org.obol.discovery.router;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Runs blocking work on virtual threads, so much of it at once. */
public final class AtOnce {

  private AtOnce() {}

  /**
   * Returns when all of it is done.
   *
   * @throws IllegalStateException when some of it failed: a bug, since failures are outcomes here
   */
  public static void run(int limit, List<Runnable> work) throws InterruptedException {
    var turns = new Semaphore(limit);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<Future<?>> running = new ArrayList<>(work.size());
      for (Runnable task : work) {
        turns.acquire();
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
        task.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }
}
