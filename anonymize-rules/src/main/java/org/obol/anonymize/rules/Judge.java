package org.obol.anonymize.rules;

import com.google.re2j.Matcher;
import java.util.Optional;

/** Says which part of a match is the value, if any is. Shared by threads. */
sealed interface Judge permits SecretJudge, ScoreJudge, WordJudge {
  /** Positions in the bytes of a piece, end exclusive. */
  record Value(int start, int end) {
    static Value of(Matcher match) {
      return new Value(match.start(), match.end());
    }
  }

  Optional<Value> judge(Piece piece, Matcher match);
}
