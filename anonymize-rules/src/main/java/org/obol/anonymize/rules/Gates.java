package org.obol.anonymize.rules;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The literals of all rules in one automaton of Aho and Corasick, which tells in one pass over a
 * text which rules can match in it. ASCII case is ignored; {@code ſ} and the sign for kelvin count
 * as the {@code s} and {@code k} that they are where a regular expression ignores case. Immutable.
 */
final class Gates {
  /** More states than this are refused; a state costs a row of up to 200 numbers. */
  static final int MOST_STATES = 1 << 17;

  private final int classes;
  private final byte[] classOf;
  private final int[] next;

  /** The rules whose literal ends at a state, without those of shorter literals. */
  private final int[][] rules;

  /** The state itself or the next shorter literal that ends there, or 0. */
  private final int[] first;

  /** The next shorter literal that ends at a state too, or 0. */
  private final int[] shorter;

  private Gates(int classes, byte[] classOf, int[] next, int[][] rules, int[] shorter) {
    this.classes = classes;
    this.classOf = classOf;
    this.next = next;
    this.rules = rules;
    this.shorter = shorter;
    this.first = new int[rules.length];
    Arrays.setAll(first, state -> rules[state].length > 0 ? state : shorter[state]);
  }

  /**
   * @param literals for each literal the rules that can match where it is
   * @throws IllegalArgumentException when there are too many literals
   */
  static Gates of(Map<String, List<Integer>> literals) {
    Builder builder = new Builder();
    literals.forEach(builder::add);
    return builder.build();
  }

  /** Sets the bits of the rules one of whose literals is in {@code bytes[from, to)}. */
  void open(byte[] bytes, int from, int to, BitSet open) {
    int state = 0;
    for (int at = from; at < to; at++) {
      int b = bytes[at];
      if (b < 0) {
        if (b == (byte) 0xC5 && at + 1 < to && bytes[at + 1] == (byte) 0xBF) {
          b = 's';
          at++;
        } else if (b == (byte) 0xE2
            && at + 2 < to
            && bytes[at + 1] == (byte) 0x84
            && bytes[at + 2] == (byte) 0xAA) {
          b = 'k';
          at += 2;
        }
      }
      state = next[(state * classes) + (classOf[b & 0xFF] & 0xFF)];
      for (int hit = first[state]; hit != 0; hit = shorter[hit]) {
        for (int rule : rules[hit]) {
          open.set(rule);
        }
      }
    }
  }

  /** The tree of the literals. */
  private static final class Builder {
    private final List<TreeMap<Integer, Integer>> children = new ArrayList<>();
    private final List<List<Integer>> rules = new ArrayList<>();

    Builder() {
      node();
    }

    private int node() {
      if (children.size() == MOST_STATES) {
        throw new IllegalArgumentException("its keywords and literals are too many");
      }
      children.add(new TreeMap<>());
      rules.add(new ArrayList<>());
      return children.size() - 1;
    }

    void add(String literal, List<Integer> opens) {
      int state = 0;
      for (byte b : bytes(literal)) {
        Integer child = children.get(state).get(b & 0xFF);
        if (child == null) {
          child = node();
          children.get(state).put(b & 0xFF, child);
        }
        state = child;
      }
      rules.get(state).addAll(opens);
    }

    private static byte[] bytes(String literal) {
      byte[] bytes =
          literal.replace('\u017F', 's').replace('\u212A', 'k').getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (bytes[i] >= 'A' && bytes[i] <= 'Z' ? bytes[i] | 0x20 : bytes[i]);
      }
      return bytes;
    }

    Gates build() {
      byte[] classOf = new byte[256];
      int classes = 1;
      for (TreeMap<Integer, Integer> child : children) {
        for (int b : child.keySet()) {
          if (classOf[b] == 0) {
            classOf[b] = (byte) classes++;
          }
        }
      }
      for (int c = 'A'; c <= 'Z'; c++) {
        classOf[c] = classOf[c | 0x20];
      }
      int states = children.size();
      int[] next = new int[states * classes];
      int[] shorter = new int[states];
      link(classOf, classes, next, shorter);
      int[][] all = new int[states][];
      Arrays.setAll(all, i -> rules.get(i).stream().distinct().mapToInt(r -> r).toArray());
      return new Gates(classes, classOf, next, all, shorter);
    }

    private void link(byte[] classOf, int classes, int[] next, int[] shorter) {
      int[] fail = new int[children.size()];
      ArrayDeque<Integer> queue = new ArrayDeque<>();
      queue.add(0);
      while (!queue.isEmpty()) {
        int state = queue.remove();
        if (state != 0) {
          System.arraycopy(next, fail[state] * classes, next, state * classes, classes);
        }
        for (Map.Entry<Integer, Integer> child : children.get(state).entrySet()) {
          int to = child.getValue();
          int edge = (state * classes) + (classOf[child.getKey()] & 0xFF);
          fail[to] = state == 0 ? 0 : next[edge];
          shorter[to] = rules.get(fail[to]).isEmpty() ? shorter[fail[to]] : fail[to];
          next[edge] = to;
          queue.add(to);
        }
      }
    }
  }
}
