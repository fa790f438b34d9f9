package org.obol.trainer.text;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Compiles a pattern of a {@code tokenizer.json}, which is written for Oniguruma. Only what means
 * the same there and here, and cannot take exponential time, is let through: literals, classes,
 * general categories, {@code \s \S \d \D \r \n \t}, groups and alternatives, look-ahead, and
 * repetition of single characters.
 */
final class SplitPattern {

  private static final Set<String> CATEGORIES =
      Set.of(
          "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P",
          "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl",
          "Zp");

  /** What a quantifier would repeat. */
  private enum Before {
    NOTHING,
    CHARACTER,
    GROUP
  }

  private final Located where;
  private final String text;
  private int at;
  private int depth;
  private Before before = Before.NOTHING;

  private SplitPattern(Located where) {
    this.where = where;
    this.text = where.text();
  }

  /**
   * Checks and compiles.
   *
   * @throws TokenizerException naming what is not supported
   */
  static Pattern compile(Located where) {
    var pattern = new SplitPattern(where);
    while (pattern.at < pattern.text.length()) {
      pattern.next();
    }
    if (pattern.depth != 0 || pattern.text.isEmpty()) {
      throw pattern.refused("is no complete pattern");
    }
    // In Oniguruma all classes are those of Unicode, and so is (?i).
    return Pattern.compile(pattern.text, Pattern.UNICODE_CHARACTER_CLASS);
  }

  private void next() {
    char c = text.charAt(at);
    switch (c) {
      case '(' -> open();
      case ')' -> {
        depth--;
        if (depth < 0) {
          throw refused("closes a group that is not open");
        }
        at++;
        before = Before.GROUP;
      }
      case '[' -> {
        characterClass();
        before = Before.CHARACTER;
      }
      case '\\' -> {
        escape();
        before = Before.CHARACTER;
      }
      case '|' -> {
        at++;
        before = Before.NOTHING;
      }
      case '?', '*', '+', '{' -> quantifier(c);
      case '^', '$', '.' -> throw refused("uses \"" + c + "\"");
      default -> {
        at += Character.charCount(text.codePointAt(at));
        before = Before.CHARACTER;
      }
    }
  }

  private void open() {
    for (String group : new String[] {"(?:", "(?i:", "(?!", "(?="}) {
      if (text.startsWith(group, at)) {
        at += group.length();
        depth++;
        before = Before.NOTHING;
        return;
      }
    }
    if (text.startsWith("(?", at) || text.startsWith("(*", at)) {
      throw refused("uses a kind of group other than (?: (?i: (?! (?=");
    }
    at++;
    depth++;
    before = Before.NOTHING;
  }

  private void quantifier(char c) {
    if (before == Before.NOTHING) {
      throw refused("repeats nothing, or what is repeated already");
    }
    if (before == Before.GROUP && c != '?') {
      throw refused("repeats a group, which could take forever");
    }
    before = Before.NOTHING;
    if (c == '{') {
      int end = text.indexOf('}', at);
      if (end < 0 || !text.substring(at + 1, end).matches("[0-9]{1,3}(,[0-9]{0,3})?")) {
        throw refused("has a \"{\" that is no repetition");
      }
      at = end + 1;
      return;
    }
    at++;
    if (at < text.length() && (text.charAt(at) == '?' || text.charAt(at) == '+')) {
      at++;
    }
  }

  private void characterClass() {
    at++;
    if (at < text.length() && text.charAt(at) == '^') {
      at++;
    }
    int first = at;
    while (at < text.length() && text.charAt(at) != ']') {
      char c = text.charAt(at);
      if (c == '[' || text.startsWith("&&", at)) {
        throw refused("has a class within a class");
      }
      if (c == '\\') {
        escape();
      } else {
        at += Character.charCount(text.codePointAt(at));
      }
    }
    if (at == text.length() || at == first) {
      throw refused("has a class that is empty or does not end");
    }
    at++;
  }

  private void escape() {
    if (at + 1 == text.length()) {
      throw refused("ends in \"\\\"");
    }
    char c = text.charAt(at + 1);
    if (c == 'p' || c == 'P') {
      int end = text.indexOf('}', at);
      if (end < 0
          || text.charAt(at + 2) != '{'
          || !CATEGORIES.contains(text.substring(at + 3, end))) {
        throw refused("uses a \"\\" + c + "\" that is no general category of Unicode");
      }
      at = end + 1;
      return;
    }
    boolean punctuation = c > ' ' && c < 0x7f && !Character.isLetterOrDigit(c);
    if (!punctuation && "sSdDrnt".indexOf(c) < 0) {
      throw refused("uses \"\\" + c + "\"");
    }
    at += 2;
  }

  private TokenizerException refused(String why) {
    return where.refused("is a pattern that " + why + " (character " + at + "); not supported");
  }
}
