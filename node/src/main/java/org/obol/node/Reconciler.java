package org.obol.node;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.obol.node.sale.Counter;

/** Brings payments of unknown outcome to an end, from the start of the node on. */
final class Reconciler implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(Reconciler.class.getName());

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("reconciler").factory());
  private final Counter counter;

  Reconciler(Counter counter, Duration interval) {
    this.counter = counter;
    timer.scheduleWithFixedDelay(this::round, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void round() {
    try {
      int left = counter.reconcile();
      if (left > 0) {
        LOG.log(
            System.Logger.Level.WARNING,
            left + " open payments could not be looked at; the chain or the facilitator is away");
      }
    } catch (RuntimeException e) {
      // A round that fails must not end the rounds.
      LOG.log(System.Logger.Level.ERROR, "open payments could not be reconciled", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
