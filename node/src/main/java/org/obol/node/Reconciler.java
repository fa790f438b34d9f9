package org.obol.node;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.obol.node.sale.Counter;

/** Brings payments of unknown outcome to an end, from the start of the node on. */
final class Reconciler implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Reconciler.class.getName());

  private static final int EVERYTHING = 6;

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("reconciler").factory());
  private final Counter counter;
  private long rounds;

  Reconciler(Counter counter, Duration interval) {
    this.counter = counter;
    Future<?> ignored =
        timer.scheduleWithFixedDelay(this::round, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void round() {
    try {
      // Whom nobody waits for can wait, and asking the chain costs requests: the fulfilled for
      // their blocks to become final, the refused for a stranger who settles them all the same.
      boolean all = rounds++ % EVERYTHING == 0;
      int left = all ? counter.reconcile() : counter.reconcileUnsettled();
      if (left > 0) {
        LOG.log(
            System.Logger.Level.WARNING,
            left
                + " payments, open or not final on the chain yet, could not be looked at; the chain"
                + " or the facilitator is away");
      }
    } catch (RuntimeException | Error e) {
      // A round that fails must not end the rounds: the timer would stop without a word.
      LOG.log(System.Logger.Level.ERROR, "open payments could not be reconciled", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
