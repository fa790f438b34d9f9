package org.obol.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What happens when the process is told to end while a command is at work. The process then exits
 * as one that was ended by the signal: 130 after SIGINT, 143 after SIGTERM.
 */
public final class OrderlyStop implements AutoCloseable {

  /** What a command may still take to put things in order. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Thread hook;

  OrderlyStop(Runnable orderly, CountDownLatch answered) {
    hook =
        Thread.ofPlatform()
            .unstarted(
                () -> {
                  orderly.run();
                  await(answered);
                });
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private static void await(CountDownLatch answered) {
    try {
      boolean ignored = answered.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The command is done with what must not be cut off. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is going down already, and waits for the answer.
      return;
    }
  }
}
