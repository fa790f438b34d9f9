package org.obol.anonymize.entity;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.obol.anonymize.scan.Ascii;

/** A set of ASCII words, looked up in bytes without case and without allocation. */
final class WordList {
  private final byte[][] words;
  private final short[] slots;
  private final int mask;

  private WordList(List<String> words) {
    this.words = new byte[words.size()][];
    this.slots = new short[Integer.highestOneBit(words.size()) * 8];
    this.mask = slots.length - 1;
    for (int i = 0; i < this.words.length; i++) {
      byte[] word = words.get(i).getBytes(StandardCharsets.US_ASCII);
      this.words[i] = word;
      int slot = hash(word, 0, word.length);
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = (short) (i + 1);
    }
  }

  /** {@code words} in lower case. */
  static WordList of(String... words) {
    return new WordList(List.of(words));
  }

  /** {@code words} in lower case. */
  static WordList of(List<String> words) {
    return new WordList(words);
  }

  boolean has(byte[] bytes, int from, int to) {
    return index(bytes, from, to) >= 0;
  }

  /** The position in the list of the word {@code bytes[from, to)}, or -1. */
  int index(byte[] bytes, int from, int to) {
    for (int slot = hash(bytes, from, to); slots[slot] != 0; slot = (slot + 1) & mask) {
      int index = slots[slot] - 1;
      if (same(words[index], bytes, from, to)) {
        return index;
      }
    }
    return -1;
  }

  private int hash(byte[] bytes, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = hash * 31 + Ascii.lower(bytes[i]);
    }
    return (hash * 0x9E3779B9) >>> 15 & mask;
  }

  private static boolean same(byte[] word, byte[] bytes, int from, int to) {
    if (word.length != to - from) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if (word[i] != Ascii.lower(bytes[from + i])) {
        return false;
      }
    }
    return true;
  }
}
