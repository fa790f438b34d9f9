package org.obol.anonymize.rules;

import com.google.re2j.Matcher;
import java.util.Optional;
import java.util.Set;

/**
 * Takes a match whose score reaches the least one. A context word before it raises the score as
 * Presidio's enhancer does by default: by 0.35, to at least 0.4 and at most 1.
 *
 * @param context lower-case words
 */
record ScoreJudge(double score, double least, Set<String> context) implements Judge {
  private static final double RAISE = 0.35;
  private static final double WITH_CONTEXT = 0.4;

  /** Scores are sums of decimals. */
  private static final double ROUNDING = 1e-9;

  /** Whether no text at all can make the score reach the least one. */
  boolean hopeless() {
    return !reaches(context.isEmpty() ? score : raised());
  }

  private double raised() {
    return Math.min(1, Math.max(WITH_CONTEXT, score + RAISE));
  }

  private boolean reaches(double score) {
    return score >= least - ROUNDING && score > 0;
  }

  @Override
  public Optional<Value> judge(Piece piece, Matcher match) {
    boolean taken =
        reaches(score)
            || (!context.isEmpty() && reaches(raised()) && piece.hasBefore(match.start(), context));
    return taken ? Optional.of(Value.of(match)) : Optional.empty();
  }
}
