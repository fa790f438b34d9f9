package org.obol.anonymize.entity;

import org.jspecify.annotations.Nullable;
import org.obol.anonymize.scan.Ascii;
import org.obol.anonymize.scan.Context;
import org.obol.anonymize.scan.Text;

/**
 * What the words before a number say that it is. One look finds the cues of all labels: the lower
 * half of the answer are those within {@link Context#REACH}, the upper half those with nothing but
 * filling words ({@code number is}, {@code me at}) between them and the number. The last word
 * counts for the upper half, so that {@code phone order 1234567} is an order.
 */
final class Cues {
  static final int PHONE = 1;

  /** Words that speak of phones less clearly, such as {@code cell}. */
  static final int DIAL = 1 << 1;

  static final int CARD = 1 << 2;
  static final int SSN = 1 << 3;
  static final int ITIN = 1 << 4;
  static final int NHS = 1 << 5;
  static final int TAX = 1 << 6;
  static final int PESEL = 1 << 7;
  static final int CPF = 1 << 8;
  static final int AADHAAR = 1 << 9;
  static final int SIN = 1 << 10;
  static final int PASSPORT = 1 << 11;
  static final int BIRTH = 1 << 12;

  /** Versions, sections, object identifiers: numbers with points that are no addresses. */
  static final int VERSION = 1 << 13;

  /** Hosts and addresses; one of them makes an earlier VERSION forgotten. */
  static final int HOST = 1 << 14;

  /** Orders, parts, serials: their numbers may have any form. */
  static final int PRODUCT = 1 << 15;

  /** Other things that have bare numbers. */
  static final int OTHER = 1 << 16;

  /** A word that may stand between a cue and its number. */
  static final int FILLER = 1 << 17;

  /**
   * What one does with phones: {@code call}, {@code text}. In names of keys it means other things.
   */
  static final int VERB = 1 << 18;

  /** All that speak of phones. */
  static final int ANY_PHONE = PHONE | DIAL | VERB;

  /** Of the name of a key only its end is looked at. */
  private static final int KEY_REACH = 64;

  /** As many digits end what an earlier word says: it spoke of that number. */
  private static final int NUMBER = 4;

  private Cues() {}

  /** The cues before {@code at}. */
  static long before(Text text, int at) {
    int first = Context.from(text, at);
    long cues = 0;
    if (first == text.from && text.keyTo > text.keyFrom) {
      int key = Math.max(text.keyFrom, text.keyTo - KEY_REACH);
      cues = ofKey(scan(text.keyBytes, text.keyFrom, key, text.keyTo, cues));
    }
    return scan(text.bytes, text.from, first, at, cues);
  }

  /** A key {@code text} or {@code parts} says nothing of the number that its value begins with. */
  private static long ofKey(long cues) {
    int both = VERB | PRODUCT;
    return cues & ~(((long) both << 32) | both);
  }

  /** Whether one of {@code which} stands before the number. */
  static boolean near(long cues, int which) {
    return ((int) (cues | cues >>> 32) & which) != 0;
  }

  /** Whether one of {@code which} stands right before the number. */
  static boolean adjacent(long cues, int which) {
    return ((int) (cues >>> 32) & which) != 0;
  }

  private static long scan(byte[] bytes, int begin, int from, int to, long cues) {
    int near = (int) cues;
    int adjacent = (int) (cues >>> 32);
    int i = from;
    while (i < to) {
      if (Ascii.isDigit(bytes[i])) {
        int end = digitsEnd(bytes, i, to);
        near = end - i >= NUMBER ? 0 : near;
        i = end;
        continue;
      }
      if (!Ascii.isLetter(bytes[i]) && bytes[i] >= 0) {
        i++;
        continue;
      }
      CueWords.@Nullable Entry entry =
          beginsWord(bytes, begin, i) ? CueWords.find(bytes, i, to) : null;
      if (entry == null) {
        adjacent = bytes[i] >= 0 ? 0 : adjacent;
        i = partEnd(bytes, i, to);
        continue;
      }
      near = with(near, entry.cue());
      adjacent = next(adjacent, entry.cue());
      i = CueWords.end(bytes, i, to, entry);
    }
    return ((long) adjacent << 32) | (near & 0xFFFFFFFFL);
  }

  private static int with(int near, int cue) {
    if ((cue & HOST) != 0) {
      return (near & ~VERSION) | cue;
    }
    return (cue & VERSION) != 0 ? (near & ~HOST) | cue : near | cue;
  }

  /**
   * {@code version 8 at 192.0.2.1}: where something is, is not its version. {@code order id} is as
   * much of an order as {@code order}.
   */
  private static int next(int adjacent, int cue) {
    if ((cue & FILLER) == 0) {
      return cue == OTHER && adjacent == PRODUCT ? PRODUCT : cue;
    }
    return (cue & HOST) != 0 && adjacent == VERSION ? 0 : adjacent;
  }

  private static int digitsEnd(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && Ascii.isDigit(bytes[i])) {
      i++;
    }
    return i;
  }

  /** {@code homePhone} has the words home and phone in it, {@code megaphone} is one word. */
  private static boolean beginsWord(byte[] bytes, int begin, int at) {
    if (at == begin) {
      return true;
    }
    if (bytes[at] >= 0) {
      return !Ascii.isLetter(bytes[at - 1])
          || (Ascii.isLower(bytes[at - 1]) && Ascii.isUpper(bytes[at]));
    }
    boolean continues = (bytes[at] & 0xC0) == 0x80;
    return !continues
        && !(at - 2 >= begin && CueWords.joins(bytes[at]) && CueWords.joins(bytes[at - 2]));
  }

  /** Where the word that no cue begins with ends, or its next part in camel case begins. */
  private static int partEnd(byte[] bytes, int from, int to) {
    int i = from + 1;
    if (bytes[from] < 0) {
      return i;
    }
    while (i < to
        && Ascii.isLetter(bytes[i])
        && !(Ascii.isLower(bytes[i - 1]) && Ascii.isUpper(bytes[i]))) {
      i++;
    }
    return i;
  }
}
