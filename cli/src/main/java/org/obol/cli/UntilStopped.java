package org.obol.cli;

import java.util.concurrent.CountDownLatch;

/** Waits for the end of a command that runs until it is stopped. */
public final class UntilStopped {

  private UntilStopped() {}

  /**
   * Returns when the process is told to end, or the thread is interrupted.
   *
   * @param orderly what has to happen when the process is told to end, before it does
   * @return whether the thread was interrupted; its mark is cleared, so that closing may wait
   */
  public static boolean await(Runnable orderly) {
    var stopped = new CountDownLatch(1);
    Thread hook =
        Thread.ofPlatform()
            .unstarted(
                () -> {
                  orderly.run();
                  stopped.countDown();
                });
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      stopped.await();
      return false;
    } catch (InterruptedException e) {
      Runtime.getRuntime().removeShutdownHook(hook);
      return true;
    }
  }
}
