package org.obol.anonymize.rules;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.IntConsumer;

/** Reads {@code [...]} of a regular expression; only small classes become literals. */
final class CharacterClass {
  private static final int MOST = 4;

  private final String regex;
  private final boolean fold;
  private final Set<String> characters = new LinkedHashSet<>();
  private int at;
  private boolean known = true;

  /** For the class whose first character is at {@code at}. */
  CharacterClass(String regex, int at, boolean fold) {
    this.regex = regex;
    this.at = at;
    this.fold = fold;
  }

  /** The literals of one character. */
  static Literals of(int c, boolean fold) {
    if (c < 0x80) {
      return Literals.of(Set.of(Character.toString(c >= 'A' && c <= 'Z' ? c | 0x20 : c)));
    }
    // Letters of scripts that have case may fold to others; those of the rest cannot.
    boolean itself = !fold || Character.getType(c) == Character.OTHER_LETTER;
    return itself ? Literals.of(Set.of(Character.toString(c))) : Literals.UNKNOWN;
  }

  /** Reads the class and tells {@code end} where it stopped. */
  Literals read(IntConsumer end) {
    if (at < regex.length() && regex.charAt(at) == '^') {
      known = false;
      at++;
    }
    int first = at;
    while (at < regex.length() && (regex.charAt(at) != ']' || at == first)) {
      item();
    }
    end.accept(Math.min(at + 1, regex.length()));
    return known && !characters.isEmpty() && characters.size() <= MOST
        ? Literals.of(characters)
        : Literals.UNKNOWN;
  }

  private void item() {
    int close = regex.startsWith("[:", at) ? regex.indexOf(":]", at + 2) : -1;
    if (close >= 0) {
      known = false;
      at = close + 2;
      return;
    }
    int low = character();
    if (at + 1 < regex.length() && regex.charAt(at) == '-' && regex.charAt(at + 1) != ']') {
      at++;
      int high = character();
      known &= high - low < MOST;
      for (int c = low; known && c <= high; c++) {
        add(c);
      }
    } else {
      add(low);
    }
  }

  private void add(int c) {
    Literals one = of(c, fold);
    known &= !one.exact().isEmpty();
    characters.addAll(one.exact());
  }

  private int character() {
    int c = regex.codePointAt(at);
    at += Character.charCount(c);
    if (c != '\\' || at == regex.length()) {
      return c;
    }
    c = regex.codePointAt(at);
    at += Character.charCount(c);
    if (c >= 0x80 || Character.isLetterOrDigit(c)) {
      // A class, a number of a character: what exactly does not matter.
      known = false;
    }
    return c;
  }
}
