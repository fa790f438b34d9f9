package org.obol.anonymize.entity;

import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Context;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;

/** BIP-39 phrases. */
public final class Mnemonics {
  private static final int LONGEST_WORD = 8;

  private static final int[] SIZES = {24, 21, 18, 15, 12};

  /** Longer runs are lists of words, not phrases. */
  private static final int MOST_WORDS = 32;

  private static final Context CONTEXT =
      Context.of(
          "mnemonic",
          "seed phrase",
          "seed_phrase",
          "seed-phrase",
          "seedphrase",
          "seed words",
          "recovery phrase",
          "recovery_phrase",
          "recoveryphrase",
          "secret phrase",
          "secret_phrase",
          "secretphrase",
          "backup phrase",
          "wallet phrase");

  private Mnemonics() {}

  /** Whether a listed word may begin behind the blank at {@code blank}: the cheap question. */
  public static boolean mayGoOn(Text text, int blank) {
    int start = text.bytes[blank] == '\r' ? blank + 2 : blank + 1;
    return Bip39.mayBegin(text, start);
  }

  /**
   * Looks at the words around the blank at {@code blank}; those before {@code done} were looked at.
   *
   * @return the end of what was looked at
   */
  public static int around(Text text, int blank, int done, Spans spans) {
    int word = afterBlank(text, blank);
    return word >= done && isListed(text, word) ? run(text, word, done, spans) : done;
  }

  /** Whether the words at {@code start} and behind it are listed. */
  private static boolean isListed(Text text, int start) {
    int end = wordEnd(text, start);
    int next = afterBlank(text, end);
    return next >= 0
        && Bip39.mayBegin(text, next)
        && Bip39.index(text, start, end) >= 0
        && Bip39.index(text, next, wordEnd(text, next)) >= 0;
  }

  private static int wordEnd(Text text, int start) {
    int limit = Math.min(text.to, start + LONGEST_WORD + 1);
    int end = start;
    while (end < limit && Ascii.isLetter(text.bytes[end])) {
      end++;
    }
    return end;
  }

  /** Behind the single space or line break at {@code at}, or -1. */
  private static int afterBlank(Text text, int at) {
    int b = text.at(at);
    if (b == '\r' && text.at(at + 1) == '\n') {
      return Ascii.isLetter(text.at(at + 2)) ? at + 2 : -1;
    }
    return (b == ' ' || b == '\n') && Ascii.isLetter(text.at(at + 1)) ? at + 1 : -1;
  }

  /** The start of the listed word before the one at {@code start}, or -1. */
  private static int wordBefore(Text text, int start) {
    int b = text.at(start - 1);
    if (b != ' ' && b != '\n') {
      return -1;
    }
    int end = b == '\n' && text.at(start - 2) == '\r' ? start - 2 : start - 1;
    int first = end;
    while (Ascii.isLetter(text.at(first - 1))) {
      first--;
      if (end - first > LONGEST_WORD) {
        return -1;
      }
    }
    return Bip39.index(text, first, end) >= 0 ? first : -1;
  }

  /** Looks at the listed words around {@code word} and returns where they end. */
  private static int run(Text text, int word, int done, Spans spans) {
    int first = word;
    for (int before = wordBefore(text, first); before >= done; before = wordBefore(text, first)) {
      first = before;
    }
    int count = 1;
    int end = wordEnd(text, word);
    for (int at = first; at < word; at = afterBlank(text, wordEnd(text, at))) {
      count++;
    }
    int next = afterBlank(text, end);
    while (next >= 0) {
      int nextEnd = wordEnd(text, next);
      if (Bip39.index(text, next, nextEnd) < 0) {
        break;
      }
      end = nextEnd;
      count++;
      next = afterBlank(text, end);
    }
    if (count >= SIZES[SIZES.length - 1] && count <= MOST_WORDS && text.freeAfter(end)) {
      phrase(text, first, count, spans);
    }
    return end;
  }

  /** Looks for the longest phrase within {@code count} listed words. */
  private static void phrase(Text text, int first, int count, Spans spans) {
    int[] starts = new int[count];
    int[] ends = new int[count];
    int[] indexes = new int[count];
    boolean sorted = true;
    int at = first;
    for (int i = 0; i < count; i++) {
      starts[i] = at;
      ends[i] = wordEnd(text, at);
      indexes[i] = Bip39.index(text, at, ends[i]);
      sorted &= i == 0 || indexes[i] > indexes[i - 1];
      at = afterBlank(text, ends[i]);
    }
    if (sorted) {
      return; // a part of the list itself
    }
    for (int size : SIZES) {
      for (int from = 0; from + size <= count; from++) {
        boolean wholeRun = from + size == count;
        if (Bip39.isValid(indexes, from, size)
            || (wholeRun && CONTEXT.before(text, starts[from]))) {
          spans.add(Label.MNEMONIC, starts[from], ends[from + size - 1]);
          return;
        }
      }
    }
  }
}
