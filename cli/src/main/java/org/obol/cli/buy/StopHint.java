package org.obol.cli.buy;

import org.obol.cli.Session;

/** Until it is closed, tells who ends the process (SIGINT, SIGTERM) how to go on. */
final class StopHint implements AutoCloseable {

  private final Thread hook;

  StopHint(Session session) {
    hook =
        Thread.ofPlatform()
            .unstarted(() -> session.tell("Stopped. Run the same command again to resume."));
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is going down, and the hook has spoken.
      return;
    }
  }
}
