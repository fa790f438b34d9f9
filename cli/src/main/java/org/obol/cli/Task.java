package org.obol.cli;

import java.io.IOException;

/** A command that can be run, as opposed to a group of commands. */
@FunctionalInterface
public interface Task {

  /**
   * Does what the command line asks for.
   *
   * @throws org.obol.crypto.ObolException when it cannot be done, with the status to exit with
   * @throws IOException when a file cannot be read or written
   */
  Answer run() throws IOException;
}
