package org.obol.trainer.tensor;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Numbered tasks, each done by the thread that takes it. */
final class Job {

  private final Thread owner = Thread.currentThread();
  private final IntConsumer task;
  private final int tasks;
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger left;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /** Of the thread that makes it, and that is woken when the last task is done. */
  Job(int tasks, IntConsumer task) {
    this.tasks = tasks;
    this.task = task;
    this.left = new AtomicInteger(tasks);
  }

  /** Does tasks until all are taken. */
  void work() {
    for (int i = taken.getAndIncrement(); i < tasks; i = taken.getAndIncrement()) {
      try {
        task.accept(i);
      } catch (RuntimeException | Error e) {
        failure.compareAndSet(null, e);
      }
      if (left.decrementAndGet() == 0) {
        LockSupport.unpark(owner);
      }
    }
  }

  boolean isDone() {
    return left.get() == 0;
  }

  /**
   * Says what the first task died of that failed, if one did.
   *
   * @throws IllegalStateException with it as its cause
   */
  void throwFailure() {
    Throwable cause = failure.get();
    if (cause != null) {
      throw new IllegalStateException("a task failed", cause);
    }
  }
}
