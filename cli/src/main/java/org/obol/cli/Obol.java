package org.obol.cli;

/** Starts the program. */
public final class Obol {

  private Obol() {}

  /** Runs the command line {@code args} and exits with its status. */
  public static void main(String[] args) {
    System.exit(new Program(Surroundings.ofProcess()).run(args));
  }
}
