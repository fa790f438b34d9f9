package org.obol.anonymize.scan;

/**
 * Classes of bytes as bit planes, and from them the places where a matcher may begin. Reused; owned
 * by one thread.
 */
final class Bits {
  private static final long[] NONE = {};

  /** Decimal digits. */
  long[] digit = NONE;

  /** Letters, digits, {@code _} and {@code -}. */
  long[] word = NONE;

  /** {@code -}. */
  long[] dash = NONE;

  /** {@code @ < : = / \}: each is a trigger by itself. */
  long[] mark = NONE;

  /** What a JSON string cannot hold as it is: {@code "}, {@code \} and bytes below 0x20. */
  long[] special = NONE;

  /** Bytes of characters that are not ASCII. */
  long[] high = NONE;

  /** What does not let a plain ASCII string simply go on: special or high. */
  long[] stop = NONE;

  /** Capital letters of ASCII. */
  long[] upper = NONE;

  /** {@code .}. */
  long[] dot = NONE;

  /**
   * Starts of digit runs that may be something: not behind a small letter or {@code _}, and behind
   * a capital one only where a word of capital letters begins or goes on.
   */
  long[] number = NONE;

  /** Starts of word runs of {@link #LONG_RUN} or more. */
  long[] run = NONE;

  /** Numbers, runs, marks, starts of two dashes or more, and points five bytes before another. */
  long[] trigger = NONE;

  /** Shorter words than this are no token, key or address. */
  static final int LONG_RUN = 16;

  /** From point to point in {@code 0011.2233.4455}. */
  private static final int MAC_GROUP = 5;

  /** Bytes that are classified before their classes are put together; a multiple of 64. */
  private static final int PIECE = 1 << 13;

  private final Classifier classifier;

  Bits(Classifier classifier) {
    this.classifier = classifier;
  }

  /** {@code length} or a little more: as long as arrays had better be that are classified. */
  static int whole(int length) {
    return (length + 63) & -64;
  }

  /** Classifies {@code bytes[0, to)}; quickest when the array is as long as {@link #whole} says. */
  void of(byte[] bytes, int to) {
    int words = (to + 63) >>> 6;
    reserve(words);
    // In pieces, so that the planes of one are still in the nearest cache.
    int combined = 0;
    for (int from = 0; from < to; from += PIECE) {
      int end = Math.min(to, from + PIECE);
      classifier.classify(bytes, from, end, this);
      int known = end == to ? words : (end >>> 6) - 1;
      combine(combined, known, words);
      combined = known;
    }
  }

  /**
   * The first position at or behind {@code at} whose bit is set in {@code plane}, or {@code to}.
   */
  static int next(long[] plane, int at, int to) {
    if (at >= to) {
      return to;
    }
    int w = at >>> 6;
    long bits = plane[w] & (-1L << at);
    int last = (to - 1) >>> 6;
    while (bits == 0) {
      if (++w > last) {
        return to;
      }
      bits = plane[w];
    }
    return Math.min(to, (w << 6) + Long.numberOfTrailingZeros(bits));
  }

  /** Whether a bit of {@code [from, to)}, which is not empty, is set in {@code plane}. */
  static boolean any(long[] plane, int from, int to) {
    int first = from >>> 6;
    int last = (to - 1) >>> 6;
    long head = plane[first] & (-1L << from);
    if (first == last) {
      return (head & (-1L >>> -to)) != 0;
    }
    for (int w = first + 1; w < last; w++) {
      head |= plane[w];
    }
    return (head | (plane[last] & (-1L >>> -to))) != 0;
  }

  /** The end of the run of set bits that begins at {@code at}, at most {@code to}. */
  static int runEnd(long[] plane, int at, int to) {
    int w = at >>> 6;
    long clear = ~plane[w] & (-1L << at);
    int last = (to - 1) >>> 6;
    while (clear == 0) {
      if (++w > last) {
        return to;
      }
      clear = ~plane[w];
    }
    return Math.min(to, (w << 6) + Long.numberOfTrailingZeros(clear));
  }

  /** 64 bits of {@code plane} from {@code at} on; those behind the last word are 0. */
  static long window(long[] plane, int at, int to) {
    int w = at >>> 6;
    long here = plane[w] >>> at;
    boolean more = w < (to - 1) >>> 6;
    return more && (at & 63) != 0 ? here | (plane[w + 1] << -at) : here;
  }

  /** Fills words {@code [from, to)} of the triggers; the planes have {@code words} words. */
  private void combine(int from, int to, int words) {
    long wordBefore = from > 0 ? word[from - 1] : 0;
    long lettersBefore = from > 0 ? word[from - 1] & ~dash[from - 1] : 0;
    long upperBefore = from > 0 ? upper[from - 1] : 0;
    long digitBefore = from > 0 ? digit[from - 1] : 0;
    long dashBefore = from > 0 ? dash[from - 1] : 0;
    for (int i = from; i < to; i++) {
      boolean more = i + 1 < words;
      long here = word[i];
      long next = more ? word[i + 1] : 0;
      long runs = hasLane(here) || hasLane(next) ? runStarts(here, next, wordBefore >>> 63) : 0;
      long letters = here & ~dash[i];
      long dashes = dash[i];
      if (dashes != 0) {
        dashes = twoStarts(dashes, more ? dash[i + 1] : 0, dashBefore >>> 63);
      }
      long dots = dot[i];
      if (dots != 0) {
        dots &= (dots >>> MAC_GROUP) | ((more ? dot[i + 1] : 0) << -MAC_GROUP);
      }
      long glued = (letters << 1) | (lettersBefore >>> 63);
      long capital =
          ((upper[i] << 1) | (upperBefore >>> 63))
              & ((upper[i] << 2)
                  | (upperBefore >>> 62)
                  | ~((letters << 2) | (lettersBefore >>> 62)));
      long numbers = digit[i] & ~((digit[i] << 1) | (digitBefore >>> 63)) & (~glued | capital);
      stop[i] = special[i] | high[i];
      number[i] = numbers;
      run[i] = runs;
      trigger[i] = mark[i] | numbers | runs | dashes | dots;
      wordBefore = here;
      digitBefore = digit[i];
      dashBefore = dash[i];
      lettersBefore = letters;
      upperBefore = upper[i];
    }
  }

  /** Whether one of the eight bytes of {@code plane} is full: each run of 15 fills one. */
  private static boolean hasLane(long plane) {
    long low = 0x7F7F7F7F7F7F7F7FL;
    return (((plane & low) + 0x0101010101010101L) & plane & ~low) != 0;
  }

  /**
   * Where a run of {@link #LONG_RUN} begins: each step doubles the length that {@code here} vouches
   * for.
   */
  private static long runStarts(long here, long next, long before) {
    long starts = here & ~((here << 1) | before);
    if (starts == 0) {
      return 0;
    }
    for (int length = 1; length < LONG_RUN; length <<= 1) {
      here &= (here >>> length) | (next << -length);
      next &= next >>> length;
    }
    return starts & here;
  }

  private static long twoStarts(long here, long next, long before) {
    return here & ~((here << 1) | before) & ((here >>> 1) | (next << 63));
  }

  private void reserve(int words) {
    if (words <= digit.length) {
      return;
    }
    int size = Math.max(words, digit.length * 2);
    digit = new long[size];
    word = new long[size];
    dash = new long[size];
    mark = new long[size];
    special = new long[size];
    high = new long[size];
    stop = new long[size];
    upper = new long[size];
    dot = new long[size];
    number = new long[size];
    run = new long[size];
    trigger = new long[size];
  }
}
