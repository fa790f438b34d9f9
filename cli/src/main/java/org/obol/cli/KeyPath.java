package org.obol.cli;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.obol.crypto.ObolException;

/** The path of a key file on a command line, where some would put the key itself. */
public final class KeyPath {

  private static final Pattern KEY = Pattern.compile("(0x)?[0-9a-fA-F]{64}");

  private KeyPath() {}

  /**
   * The path, if it is one.
   *
   * @param option what it was given to
   * @throws ObolException (usage) when it is a key, which is not repeated
   */
  public static Path checked(String option, Path file) {
    if (KEY.matcher(file.toString()).matches()) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          option
              + " takes the name of a file. The key itself is now in your shell's history: make a"
              + " new one");
    }
    return file;
  }
}
