package org.obol.finetune.backend;

/**
 * A file to write, whole.
 *
 * @param path below the folder of the run, with forward slashes, such as {@code config/run.yaml}
 * @param text its content
 */
public record TextFile(String path, String text) {

  /**
   * Checks that the path stays inside.
   *
   * @throws IllegalArgumentException when it does not
   */
  public TextFile {
    requireInside(path);
  }

  static void requireInside(String path) {
    if (!path.matches("[a-z]+(/[A-Za-z0-9_][A-Za-z0-9_.-]*)+")) {
      throw new IllegalArgumentException("not a path inside a run: " + path);
    }
  }
}
