package org.obol.dataset;

import java.util.regex.Pattern;
import org.obol.crypto.ObolException;

/**
 * The name of a dataset on its owner's node: {@code [a-z0-9][a-z0-9._-]{0,63}} without two dots in
 * a row, so that it is safe as a file name and as a path segment.
 */
public record DatasetId(String text) implements Comparable<DatasetId> {

  private static final Pattern GRAMMAR = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  /**
   * Checks the grammar.
   *
   * @throws ObolException (usage) when the text is not a dataset id
   */
  public DatasetId {
    if (!isValid(text)) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          "dataset id \""
              + text
              + "\" is not allowed: use 1 to 64 of a-z 0-9 . _ - , starting with a letter"
              + " or digit, without \"..\"");
    }
  }

  /** Whether {@code text} follows the grammar. */
  public static boolean isValid(String text) {
    return GRAMMAR.matcher(text).matches() && !text.contains("..");
  }

  @Override
  public int compareTo(DatasetId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
