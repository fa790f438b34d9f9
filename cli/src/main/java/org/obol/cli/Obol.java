package org.obol.cli;

/** Starts the program. */
public final class Obol {

  private Obol() {}

  /** Runs the command line {@code args} and exits with its status. */
  public static void main(String[] args) {
    // One line for each event; a stack trace is shown only to who asks with --debug.
    System.setProperty("java.util.logging.SimpleFormatter.format", "%4$s: %5$s%n");
    System.exit(new Program(Surroundings.ofProcess()).run(args));
  }
}
