package org.obol.anonymize.rules;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a part of a regular expression says about the texts it matches, in lower case.
 *
 * @param exact every string that the part can match; empty where that is not known or too many
 * @param needed strings of which at least one is in every match; empty where none is known
 * @param size about how many instructions the part becomes when its repetitions are written out
 */
record Literals(Set<String> exact, Set<String> needed, long size) {
  private static final int MOST_EXACT = 32;
  private static final int MOST_NEEDED = 256;
  private static final int LONGEST = 48;

  /** A gate of one character would be open nearly always. */
  private static final int SHORTEST_GATE = 2;

  static final Literals EMPTY = new Literals(Set.of(""), Set.of(), 1);
  static final Literals UNKNOWN = new Literals(Set.of(), Set.of(), 1);

  static Literals of(Set<String> exact) {
    return new Literals(exact, Set.of(), 1);
  }

  /** The best set of which one string is in every match; empty where there is none worth having. */
  Set<String> gates() {
    Set<String> best = best(exact, needed);
    return worth(best) < 0 ? Set.of() : best;
  }

  Literals or(Literals other) {
    long both = sum(size, sum(other.size, 1));
    if (!exact.isEmpty() && !other.exact.isEmpty()) {
      Set<String> union = union(exact, other.exact);
      if (union.size() <= MOST_EXACT) {
        return new Literals(union, Set.of(), both);
      }
    }
    Set<String> mine = exact.isEmpty() ? needed : exact;
    Set<String> its = other.exact.isEmpty() ? other.needed : other.exact;
    if (mine.isEmpty() || its.isEmpty() || mine.contains("") || its.contains("")) {
      return new Literals(Set.of(), Set.of(), both);
    }
    Set<String> union = union(mine, its);
    return new Literals(Set.of(), union.size() <= MOST_NEEDED ? union : Set.of(), both);
  }

  /** The part repeated {@code least} to {@code most} times, without end where that is negative. */
  Literals times(int least, int most) {
    long size = sum(1, product(this.size, Math.max(most, sum(least, 1))));
    if (least == 1 && most == 1) {
      return this;
    }
    if (least == 0 && most == 1 && !exact.isEmpty()) {
      return new Literals(union(exact, Set.of("")), Set.of(), size);
    }
    if (least == 0) {
      return new Literals(Set.of(), Set.of(), size);
    }
    return new Literals(Set.of(), exact.isEmpty() ? needed : exact, size);
  }

  /** A sequence under construction: knows the strings that can stand just before its end. */
  static final class Sequence {
    private Set<String> run = Set.of("");
    private Set<String> needed = Set.of();
    private boolean exact = true;
    private long size = 1;

    void add(Literals part) {
      size = sum(size, part.size);
      if (!part.exact.isEmpty()) {
        Set<String> longer = joined(run, part.exact);
        if (!longer.isEmpty()) {
          run = longer;
          return;
        }
      }
      needed = best(best(needed, run), part.needed);
      exact = false;
      run = part.exact.isEmpty() ? Set.of("") : part.exact;
    }

    Literals end() {
      return exact
          ? new Literals(run, Set.of(), size)
          : new Literals(Set.of(), best(needed, run), size);
    }
  }

  /**
   * Every string of {@code a} followed by every one of {@code b}; empty when these are too many.
   */
  private static Set<String> joined(Set<String> a, Set<String> b) {
    if (a.size() * b.size() > MOST_EXACT) {
      return Set.of();
    }
    Set<String> joined = new LinkedHashSet<>();
    for (String first : a) {
      for (String second : b) {
        if (first.length() + second.length() > LONGEST) {
          return Set.of();
        }
        joined.add(first + second);
      }
    }
    return joined;
  }

  private static Set<String> union(Set<String> a, Set<String> b) {
    Set<String> union = new LinkedHashSet<>(a);
    union.addAll(b);
    return union;
  }

  private static Set<String> best(Set<String> a, Set<String> b) {
    return worth(b) > worth(a) ? b : a;
  }

  /** The longer its shortest string the better, then the fewer. */
  private static int worth(Set<String> gates) {
    int shortest = gates.stream().mapToInt(String::length).min().orElse(0);
    return shortest < SHORTEST_GATE ? -1 : shortest * 2 * MOST_NEEDED - gates.size();
  }

  static long sum(long a, long b) {
    return Math.min(a + b, Integer.MAX_VALUE);
  }

  private static long product(long a, long b) {
    return Math.min(a * b, Integer.MAX_VALUE);
  }
}
