package org.obol.cli;

/** Starts the program. */
public final class Obol {

  private Obol() {}

  /** Runs the command line {@code args} and exits with its status. */
  public static void main(String[] args) {
    // One line for each event; a stack trace is shown only to who asks with --debug.
    System.setProperty("java.util.logging.SimpleFormatter.format", "%4$s: %5$s%n");
    // The libraries of a model bring slf4j, which would say that nobody listens to it.
    if (System.getProperty("slf4j.internal.verbosity") == null) {
      System.setProperty("slf4j.internal.verbosity", "ERROR");
    }
    System.exit(new Program(Surroundings.ofProcess()).run(args));
  }
}
