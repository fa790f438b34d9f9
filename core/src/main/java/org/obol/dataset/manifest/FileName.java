package org.obol.dataset.manifest;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.obol.crypto.Shown;

/**
 * The name of a file inside a version: relative, {@code /}-separated, NFC, at most 512 characters,
 * without {@code .} or {@code ..} segments, control characters, backslashes or drive letters, so
 * that it cannot leave the folder it is written to on any system.
 */
public record FileName(String text) {

  private static final int MAX_LENGTH = 512;

  /**
   * Checks the rules.
   *
   * @throws IllegalArgumentException naming the rule that is broken
   */
  public FileName {
    String broken = brokenRule(text);
    if (!broken.isEmpty()) {
      throw new IllegalArgumentException("file name \"" + Shown.brief(text, 80) + "\" " + broken);
    }
  }

  /** The form in which two names are the same file on a case-insensitive system. */
  public String folded() {
    return Normalizer.normalize(
        text.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT), Normalizer.Form.NFC);
  }

  /**
   * The first of {@code names} that cannot be written beside the ones before it: the same name on a
   * case-insensitive system, or a folder of one that is a file.
   */
  public static Optional<FileName> firstClash(List<FileName> names) {
    Set<String> files = new HashSet<>();
    Set<String> folders = new HashSet<>();
    for (FileName name : names) {
      String folded = name.folded();
      if (!files.add(folded) || folders.contains(folded)) {
        return Optional.of(name);
      }
      for (int end = folded.lastIndexOf('/'); end > 0; end = folded.lastIndexOf('/', end - 1)) {
        String folder = folded.substring(0, end);
        if (files.contains(folder)) {
          return Optional.of(name);
        }
        folders.add(folder);
      }
    }
    return Optional.empty();
  }

  /** Whether the name says JSON Lines. */
  public boolean isJsonl() {
    return text.toLowerCase(Locale.ROOT).endsWith(".jsonl");
  }

  @Override
  public String toString() {
    return text;
  }

  private static String brokenRule(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return "is empty or longer than " + MAX_LENGTH + " characters";
    }
    if (text.chars().anyMatch(c -> Character.isISOControl(c) || c == '\\' || c == ':')) {
      return "holds a control character, a backslash or a colon";
    }
    if (!Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
      return "is not in Unicode form NFC";
    }
    for (String segment : text.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return "must be relative, without empty, \".\" or \"..\" segments";
      }
      if (segment.endsWith(".") || segment.endsWith(" ")) {
        return "has a segment that ends in a dot or a space";
      }
    }
    return "";
  }
}
