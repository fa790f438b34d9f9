package org.obol.anonymize.rules;

import java.util.Optional;
import java.util.Set;

/**
 * Reads a regular expression as far as needed to know, before it is compiled, why it cannot run in
 * linear time, how large it becomes, and which literals every match has. What it does not know it
 * takes as something that can match anything; whether the expression is right is for RE2 to say.
 */
final class RegexReader {
  private static final int DEEPEST = 100;

  /**
   * @param refusal why the expression cannot run in linear time
   * @param gates lower-case strings of which one is in every match; empty where none is known
   * @param size about how many instructions it becomes
   */
  record Shape(Optional<String> refusal, Set<String> gates, long size) {}

  /** Ends the reading with the reason. */
  private static final class Refusal extends RuntimeException {
    Refusal(String reason) {
      super(reason, null, false, false);
    }
  }

  private final String regex;
  private int at;
  private int depth;
  private boolean fold;

  private RegexReader(String regex, boolean fold) {
    this.regex = regex;
    this.fold = fold;
  }

  /**
   * @param fold whether case is ignored from the start
   */
  static Shape read(String regex, boolean fold) {
    RegexReader reader = new RegexReader(regex, fold);
    try {
      Literals all = reader.alternatives();
      while (reader.at < regex.length()) {
        // A bracket that closes nothing: RE2 will say so. Read on for constructs it would not name.
        reader.at++;
        all =
            new Literals(
                Set.of(), Set.of(), Literals.sum(all.size(), reader.alternatives().size()));
      }
      return new Shape(Optional.empty(), all.gates(), all.size());
    } catch (Refusal e) {
      return new Shape(Optional.of(String.valueOf(e.getMessage())), Set.of(), 0);
    }
  }

  private boolean more() {
    return at < regex.length();
  }

  private boolean ahead(String text) {
    return regex.startsWith(text, at);
  }

  private Literals alternatives() {
    if (++depth > DEEPEST) {
      throw new Refusal("it is nested deeper than " + DEEPEST);
    }
    Literals all = sequence();
    while (more() && regex.charAt(at) == '|') {
      at++;
      all = all.or(sequence());
    }
    depth--;
    return all;
  }

  private Literals sequence() {
    Literals.Sequence sequence = new Literals.Sequence();
    while (more() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
      if (ahead("\\Q")) {
        quoted(sequence);
      } else {
        sequence.add(repeated(atom()));
      }
    }
    return sequence.end();
  }

  /** {@code \Q...\E}; a repetition behind it is of its last character. */
  private void quoted(Literals.Sequence sequence) {
    at += 2;
    while (more() && !ahead("\\E")) {
      Literals one = literal(codePoint());
      if (ahead("\\E")) {
        at += 2;
        sequence.add(repeated(one));
        return;
      }
      sequence.add(one);
    }
    at = Math.min(at + 2, regex.length());
  }

  private int codePoint() {
    int c = regex.codePointAt(at);
    at += Character.charCount(c);
    return c;
  }

  private Literals repeated(Literals part) {
    Literals all = part;
    while (more()) {
      int least;
      int most;
      switch (regex.charAt(at)) {
        case '*' -> {
          least = 0;
          most = -1;
          at++;
        }
        case '+' -> {
          least = 1;
          most = -1;
          at++;
        }
        case '?' -> {
          least = 0;
          most = 1;
          at++;
        }
        case '{' -> {
          Optional<int[]> counts = counts();
          if (counts.isEmpty()) {
            return all;
          }
          least = counts.get()[0];
          most = counts.get()[1];
        }
        default -> {
          return all;
        }
      }
      if (ahead("+")) {
        throw new Refusal("it has a possessive repetition");
      }
      if (ahead("?")) {
        at++;
      }
      all = all.times(least, most);
    }
    return all;
  }

  /** Reads {@code {n}}, {@code {n,}} or {@code {n,m}}; anything else is literal. */
  private Optional<int[]> counts() {
    int close = regex.indexOf('}', at);
    if (close < 0 || close - at > 12) {
      return Optional.empty();
    }
    String[] parts = regex.substring(at + 1, close).split(",", -1);
    if (parts.length > 2 || !isNumber(parts[0])) {
      return Optional.empty();
    }
    int least = Integer.parseInt(parts[0]);
    int most = least;
    if (parts.length == 2) {
      if (!parts[1].isEmpty() && !isNumber(parts[1])) {
        return Optional.empty();
      }
      most = parts[1].isEmpty() ? -1 : Integer.parseInt(parts[1]);
    }
    at = close + 1;
    return Optional.of(new int[] {least, most});
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.length() < 6 && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private Literals atom() {
    int c = codePoint();
    return switch (c) {
      case '(' -> group();
      case '[' -> new CharacterClass(regex, at, fold).read(end -> at = end);
      case '.' -> Literals.UNKNOWN;
      case '^', '$' -> Literals.EMPTY;
      case '\\' -> escape();
      default -> literal(c);
    };
  }

  private Literals literal(int c) {
    return CharacterClass.of(c, fold);
  }

  private Literals group() {
    boolean outer = fold;
    if (ahead("?")) {
      at++;
      refuseLooking();
      if (ahead("P<") || ahead("<")) {
        int close = regex.indexOf('>', at);
        at = close < 0 ? regex.length() : close + 1;
      } else if (!flags()) {
        return Literals.EMPTY;
      }
    }
    Literals inside = alternatives();
    if (more()) {
      at++;
    }
    fold = outer;
    return inside;
  }

  private void refuseLooking() {
    if (ahead("=") || ahead("!") || ahead("<=") || ahead("<!")) {
      throw new Refusal("it looks around");
    }
    if (ahead(">")) {
      throw new Refusal("it has an atomic group");
    }
    if (ahead("P=")) {
      throw new Refusal("it refers back to a group");
    }
    if (ahead("(")) {
      throw new Refusal("it has a conditional group");
    }
    if (ahead("R)")
        || ahead("P>")
        || ahead("&")
        || (more() && isNumber(regex.substring(at, at + 1)))) {
      throw new Refusal("it calls itself");
    }
  }

  /**
   * Reads the flags behind {@code (?} up to {@code :}, or up to {@code )} where they are for the
   * rest of the group around; then returns false.
   */
  private boolean flags() {
    boolean on = true;
    while (more()) {
      char flag = regex.charAt(at++);
      switch (flag) {
        case '-' -> on = false;
        case 'i' -> fold = on;
        case ':' -> {
          return true;
        }
        case ')' -> {
          return false;
        }
        default -> {}
      }
    }
    return false;
  }

  private Literals escape() {
    if (!more()) {
      return Literals.UNKNOWN;
    }
    int c = codePoint();
    return switch (c) {
      case 'A', 'z', 'b', 'B' -> Literals.EMPTY;
      case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
        if (!more() || !isNumber(regex.substring(at, at + 1))) {
          throw new Refusal("it refers back to a group");
        }
        yield Literals.UNKNOWN;
      }
      case 'k', 'g' -> throw new Refusal("it refers back to a group");
      case 'x', 'p', 'P' -> {
        skipArgument(c == 'x' ? 2 : 1);
        yield Literals.UNKNOWN;
      }
      default ->
          c < 0x80 && !Character.isLetterOrDigit(c) && c != '_' ? literal(c) : Literals.UNKNOWN;
    };
  }

  /** Skips {@code {...}} or so many characters. */
  private void skipArgument(int characters) {
    if (ahead("{")) {
      int close = regex.indexOf('}', at);
      at = close < 0 ? regex.length() : close + 1;
    } else {
      at = Math.min(at + characters, regex.length());
    }
  }
}
