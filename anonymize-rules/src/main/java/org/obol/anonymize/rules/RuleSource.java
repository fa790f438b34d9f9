package org.obol.anonymize.rules;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.file.Path;
import java.util.Set;
import org.obol.anonymize.AnonymizeException;

/** Where in a rules file something was written, for messages. */
record RuleSource(Path file, int line) {
  private static final int LONGEST_REGEX = 16 << 10;

  /** Instructions; RE2 takes as many steps for each byte at worst. */
  private static final long LARGEST = 5_000;

  RuleSource at(int line) {
    return new RuleSource(file, line);
  }

  AnonymizeException wrong(String what) {
    return new AnonymizeException(file + (line > 0 ? ":" + line : "") + ": " + what);
  }

  /** A regular expression that runs in linear time, with the literals it needs. */
  record Regex(Pattern pattern, Set<String> gates) {}

  /** Says that a rule is right but cannot run here. */
  static final class Refusal extends Exception {
    Refusal(String reason) {
      super(reason);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * Compiles {@code regex}.
   *
   * @param who names the rule
   * @param flags of {@link Pattern}
   * @throws Refusal when it cannot run in linear time
   * @throws AnonymizeException when it is wrong or too large
   */
  Regex compile(String who, String regex, int flags) throws Refusal {
    if (regex.length() > LONGEST_REGEX) {
      throw wrong(who + " has a regex of more than " + LONGEST_REGEX + " characters");
    }
    RegexReader.Shape shape = RegexReader.read(regex, (flags & Pattern.CASE_INSENSITIVE) != 0);
    if (shape.refusal().isPresent()) {
      throw new Refusal(shape.refusal().get());
    }
    if (shape.size() > LARGEST) {
      throw new Refusal("its repetitions make it too large");
    }
    try {
      return new Regex(Pattern.compile(regex, flags), shape.gates());
    } catch (PatternSyntaxException e) {
      throw wrong(who + " has a regex that is wrong: " + e.getMessage());
    }
  }
}
