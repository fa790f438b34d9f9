package org.obol.trainer.text;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Byte pair encoding of single words: of all pairs that stand beside each other, the one of the
 * lowest rank, and of those the leftmost, becomes one token, until there is none. Takes n log n
 * time for a word of n letters, whatever the letters. For any number of threads.
 */
final class Bpe {

  private static final int MOST_CACHED = 1 << 14;
  private static final int LONGEST_CACHED = 32;

  private final Function<String, int[]> letters;
  private final MergeTable merges;
  private final Map<String, Integer> whole;
  private final Map<String, int[]> cache = new ConcurrentHashMap<>();

  /**
   * @param letters tokens of the letters of a word
   * @param whole words that are a token as they are, whatever the merges say
   */
  Bpe(Function<String, int[]> letters, MergeTable merges, Map<String, Integer> whole) {
    this.letters = letters;
    this.merges = merges;
    this.whole = Map.copyOf(whole);
  }

  /** Adds the tokens of a word. */
  void encode(String word, IntStream.Builder out) {
    for (int token : tokens(word)) {
      out.add(token);
    }
  }

  private int[] tokens(String word) {
    Integer token = whole.get(word);
    if (token != null) {
      return new int[] {token};
    }
    if (word.length() > LONGEST_CACHED) {
      return new Word(letters.apply(word)).merged();
    }
    int[] cached = cache.get(word);
    if (cached == null) {
      cached = new Word(letters.apply(word)).merged();
      if (cache.size() < MOST_CACHED) {
        cache.put(word, cached);
      }
    }
    return cached;
  }

  /** A word while it is merged: a linked list of tokens, and a heap of its pairs. */
  private final class Word {
    private static final int GONE = -1;

    private final int[] token;
    private final int[] previous;
    private final int[] next;
    // Rank and place in one number. A pair that has changed stays in it until its turn.
    private long[] heap;
    private int size;

    Word(int[] letters) {
      token = letters;
      int n = letters.length;
      previous = new int[n];
      next = new int[n];
      heap = new long[Math.max(n, 1)];
      for (int i = 0; i < n; i++) {
        previous[i] = i - 1;
        next[i] = i + 1 < n ? i + 1 : GONE;
        offer(i);
      }
    }

    int[] merged() {
      while (size > 0) {
        long first = poll();
        int left = (int) first;
        long merge = mergeAt(left);
        if (merge != MergeTable.NONE && MergeTable.rank(merge) == (int) (first >>> Integer.SIZE)) {
          merge(left, MergeTable.merged(merge));
        }
      }
      return Arrays.stream(token).filter(id -> id != GONE).toArray();
    }

    private void merge(int left, int merged) {
      int right = next[left];
      token[left] = merged;
      token[right] = GONE;
      next[left] = next[right];
      if (next[right] != GONE) {
        previous[next[right]] = left;
      }
      if (previous[left] != GONE) {
        offer(previous[left]);
      }
      offer(left);
    }

    private long mergeAt(int left) {
      if (token[left] == GONE || next[left] == GONE) {
        return MergeTable.NONE;
      }
      return merges.get(token[left], token[next[left]]);
    }

    private void offer(int left) {
      // While the list is built, the token to the right has no links yet, but it is there.
      long merge = mergeAt(left);
      if (merge == MergeTable.NONE) {
        return;
      }
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, 2 * size);
      }
      long entry = ((long) MergeTable.rank(merge) << Integer.SIZE) | left;
      int at = size++;
      while (at > 0 && heap[(at - 1) / 2] > entry) {
        heap[at] = heap[(at - 1) / 2];
        at = (at - 1) / 2;
      }
      heap[at] = entry;
    }

    private long poll() {
      long first = heap[0];
      long last = heap[--size];
      int at = 0;
      int child = 1;
      while (child < size) {
        if (child + 1 < size && heap[child + 1] < heap[child]) {
          child++;
        }
        if (heap[child] >= last) {
          break;
        }
        heap[at] = heap[child];
        at = child;
        child = (2 * at) + 1;
      }
      heap[at] = last;
      return first;
    }
  }
}
