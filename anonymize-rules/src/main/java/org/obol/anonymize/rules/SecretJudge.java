package org.obol.anonymize.rules;

import com.google.re2j.Matcher;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Takes the secret of a match as gitleaks does: the group that the rule names, else the first that
 * is not empty, else all of it; unless its entropy is too low or an allowlist knows it.
 *
 * @param group 0 where the rule names none
 * @param entropy bits per character that the secret must exceed; 0 for any
 */
record SecretJudge(int group, double entropy, List<Allowlist> allowlists) implements Judge {
  @Override
  public Optional<Value> judge(Piece piece, Matcher match) {
    Value secret = secret(match);
    String text = piece.string(secret.start(), secret.end());
    if (entropy > 0 && entropy(text) <= entropy) {
      return Optional.empty();
    }
    for (Allowlist allowlist : allowlists) {
      if (allowlist.allows(piece, match, text)) {
        return Optional.empty();
      }
    }
    return Optional.of(secret);
  }

  private Value secret(Matcher match) {
    int first = group > 0 ? group : 1;
    int last = group > 0 ? group : match.groupCount();
    for (int i = first; i <= last; i++) {
      if (match.end(i) > match.start(i)) {
        return new Value(match.start(i), match.end(i));
      }
    }
    return Value.of(match);
  }

  /** Shannon's entropy of the characters of {@code text}, in bits. */
  static double entropy(String text) {
    Map<Integer, Long> counts =
        text.codePoints()
            .boxed()
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    double all = text.codePointCount(0, text.length());
    return counts.values().stream()
        .mapToDouble(count -> -(count / all) * Math.log(count / all) / Math.log(2))
        .sum();
  }
}
