package org.obol.anonymize.rules;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Set;
import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;

/**
 * One rule that runs. Shared by threads.
 *
 * @param id what its file calls it
 * @param gates a text without any of these is not looked at; empty to look at every text
 */
record Rule(String id, Label label, Pattern pattern, Set<String> gates, Judge judge) {
  /** Where the values go that a rule finds. */
  interface Sink {
    void add(Label label, int start, int end);
  }

  /** Tells {@code sink} the values in {@code piece}, as positions in its bytes. */
  void find(Piece piece, Sink sink) {
    Matcher match = pattern.matcher(piece.text.bytes);
    boolean found = match.find();
    while (found) {
      boolean taken = match.end() > match.start() && take(piece, match, sink);
      // A word that does not stand alone may overlap one that does.
      boolean overlapping = !taken && judge instanceof WordJudge;
      found = overlapping ? next(piece, match) : match.find();
    }
  }

  private static boolean next(Piece piece, Matcher match) {
    int from = match.start() + 1;
    while (from < piece.text.to && (piece.text.bytes[from] & 0xC0) == 0x80) {
      from++;
    }
    return from < piece.text.to && match.find(from);
  }

  private boolean take(Piece piece, Matcher match, Sink sink) {
    return judge
        .judge(piece, match)
        .map(
            value -> {
              int start = value.start();
              int end = value.end();
              while (start < end && Ascii.isSpace(piece.text.bytes[start])) {
                start++;
              }
              while (end > start && Ascii.isSpace(piece.text.bytes[end - 1])) {
                end--;
              }
              if (!isMask(piece, start, end)) {
                sink.add(label, start, end);
              }
              return true;
            })
        .orElse(false);
  }

  /** Whether nothing but stars is left, as a mask leaves them. */
  private static boolean isMask(Piece piece, int start, int end) {
    for (int i = start; i < end; i++) {
      if (piece.text.bytes[i] != '*') {
        return false;
      }
    }
    return true;
  }
}
