package org.obol.anonymize.rules;

import com.google.re2j.Matcher;
import java.util.Optional;

/** For words of a Presidio deny list: takes those that stand alone. */
record WordJudge(ScoreJudge score) implements Judge {
  @Override
  public Optional<Value> judge(Piece piece, Matcher match) {
    boolean alone =
        (match.start() == 0 || !isWord(piece.text.codePointBefore(match.start())))
            && (match.end() == piece.text.to || !isWord(piece.text.codePointAt(match.end())));
    return alone ? score.judge(piece, match) : Optional.empty();
  }

  private static boolean isWord(int codePoint) {
    return codePoint == '_' || Character.isLetterOrDigit(codePoint);
  }
}
