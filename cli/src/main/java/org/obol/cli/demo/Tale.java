package org.obol.cli.demo;

import java.time.Duration;
import org.obol.cli.Session;

/**
 * Tells the demo step by step: what happens, how to do it by hand, what came of it, how long it
 * took.
 */
final class Tale {

  private final Session session;
  private final long started = System.nanoTime();
  private long stepStarted = started;
  private int step;

  Tale(Session session) {
    this.session = session;
  }

  /** Begins a step. */
  void step(String what, String byHand) {
    step++;
    stepStarted = System.nanoTime();
    session.say("");
    session.say(step + ". " + what);
    session.say("   $ " + byHand);
  }

  /** Says what came of the step, and how long it took. */
  void result(String line) {
    session.say("   → " + line + "  (" + seconds(stepStarted) + ")");
  }

  /** Says something more about the step. */
  void note(String line) {
    session.say("     " + line);
  }

  /** How long everything took so far. */
  String total() {
    return seconds(started);
  }

  private static String seconds(long since) {
    return String.format(
        java.util.Locale.ROOT,
        "%.1f s",
        Duration.ofNanos(System.nanoTime() - since).toMillis() / 1000.0);
  }
}
