package org.obol.anonymize.onnx;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a text into what a model can see at once. Neighbours overlap by about a quarter; each token
 * is judged in the window where it is farther from a cut, so an entity at a cut is seen whole.
 */
final class Windows {
  private Windows() {}

  /**
   * The tokens {@code [from, to)} of a text, of which {@code [judgedFrom, judgedTo)} are judged
   * here.
   */
  record Window(Tokenized tokens, int from, int to, int judgedFrom, int judgedTo) {
    int size() {
      return to - from;
    }
  }

  /**
   * The windows of a text, each of at most {@code capacity} tokens; every token is judged in one of
   * them. They begin and end where words do, unless a word is longer than a quarter of one.
   */
  static List<Window> of(Tokenized tokens, int capacity) {
    List<Window> windows = new ArrayList<>();
    int overlap = capacity / 4;
    int from = 0;
    int judgedFrom = 0;
    while (tokens.size() - from > capacity) {
      int to = wordStart(tokens, from + capacity, overlap);
      int next = wordStart(tokens, to - overlap, overlap);
      int middle = wordStart(tokens, next + (to - next) / 2, overlap / 2);
      windows.add(new Window(tokens, from, to, judgedFrom, middle));
      from = next;
      judgedFrom = middle;
    }
    if (tokens.size() > from) {
      windows.add(new Window(tokens, from, tokens.size(), judgedFrom, tokens.size()));
    }
    return windows;
  }

  /** The last start of a word up to {@code at}, or {@code at} when none is in reach. */
  private static int wordStart(Tokenized tokens, int at, int reach) {
    for (int i = at; i > at - reach; i--) {
      if (!tokens.continues(i)) {
        return i;
      }
    }
    return at;
  }
}
