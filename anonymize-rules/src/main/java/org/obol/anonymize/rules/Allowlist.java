package org.obol.anonymize.rules;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;

/**
 * Secrets that gitleaks is told not to report.
 *
 * @param all whether every criterion must hold, not only one
 * @param elsewhere whether paths or commits are criteria too, which no text fulfils
 * @param stopwords in lower case
 */
record Allowlist(
    Target target, boolean all, boolean elsewhere, List<Pattern> regexes, List<String> stopwords) {
  /** What the regular expressions look at. */
  enum Target {
    SECRET,
    MATCH,
    LINE
  }

  boolean allows(Piece piece, Matcher match, String secret) {
    if (!all) {
      return hasRegex(piece, match, secret) || hasStopword(secret);
    }
    return !elsewhere
        && (regexes.isEmpty() || hasRegex(piece, match, secret))
        && (stopwords.isEmpty() || hasStopword(secret));
  }

  private boolean hasRegex(Piece piece, Matcher match, String secret) {
    if (regexes.isEmpty()) {
      return false;
    }
    String subject =
        switch (target) {
          case SECRET -> secret;
          case MATCH -> piece.string(match.start(), match.end());
          case LINE -> piece.lines(match.start(), match.end());
        };
    return regexes.stream().anyMatch(regex -> regex.matcher(subject).find());
  }

  private boolean hasStopword(String secret) {
    String lower = secret.toLowerCase(Locale.ROOT);
    return stopwords.stream().anyMatch(lower::contains);
  }
}
