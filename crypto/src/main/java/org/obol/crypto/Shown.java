package org.obol.crypto;

import java.util.regex.Pattern;

/**
 * Text from somebody else as part of our own sentences: on one line, without what a terminal would
 * obey or what reorders a line, and always with a UTF-8 form.
 */
public final class Shown {

  /** Control, format, private and unassigned ones, half a pair, ends of lines and paragraphs. */
  private static final Pattern UNSEEN = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

  private Shown() {}

  /** {@code text} with "?" for each such character. */
  public static String line(String text) {
    // Nearly always plain, and asked for each name of a long file.
    return text.chars().allMatch(c -> c >= ' ' && c <= '~')
        ? text
        : UNSEEN.matcher(text).replaceAll("?");
  }

  /** As {@link #line}, of more than {@code longest} UTF-16 characters only the first, and "…". */
  public static String brief(String text, int longest) {
    return text.length() <= longest ? line(text) : line(head(text, longest)) + "…";
  }

  /**
   * The first {@code longest} UTF-16 characters of {@code text} as they are, or one fewer where the
   * last would be half a character.
   */
  public static String head(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    boolean splits = longest > 0 && Character.isHighSurrogate(text.charAt(longest - 1));
    return text.substring(0, splits ? longest - 1 : longest);
  }
}
