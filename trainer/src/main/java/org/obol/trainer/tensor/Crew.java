package org.obol.trainer.tensor;

import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Threads that share out numbered tasks. Which thread does which task is chance, so a task must own
 * what it writes. Used by one thread at a time.
 *
 * <p>A step of a small model is a thousand jobs, each shorter than waking a thread takes. So nobody
 * waits for a thread that took no task, and one that wakes late helps with the newest job.
 */
public final class Crew implements AutoCloseable {

  private final List<Thread> others;
  private volatile Job newest = new Job(0, task -> {});
  private volatile boolean closed;

  /**
   * A crew of so many threads, of which the caller is one.
   *
   * @throws IllegalArgumentException when there is none
   */
  public Crew(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads " + threads + " is below 1");
    }
    ThreadFactory factory = Thread.ofPlatform().daemon().name("obol-trainer-", 0).factory();
    this.others = Stream.generate(() -> factory.newThread(this::help)).limit(threads - 1L).toList();
    others.forEach(Thread::start);
  }

  /** Does tasks 0 to {@code tasks - 1} and returns when all are done. */
  public void run(int tasks, IntConsumer task) {
    var job = new Job(tasks, task);
    newest = job;
    for (int i = 0; i < Math.min(others.size(), tasks - 1); i++) {
      LockSupport.unpark(others.get(i));
    }
    job.work();
    await(job::isDone);
    job.throwFailure();
  }

  private void help() {
    while (!closed) {
      Job job = newest;
      job.work();
      await(() -> newest != job || closed);
    }
  }

  /** Returns when this is so; who makes it so wakes this thread. */
  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.park();
    }
  }

  /** Ends the threads. */
  @Override
  public void close() {
    closed = true;
    others.forEach(LockSupport::unpark);
  }
}
