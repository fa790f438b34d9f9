package org.obol.trainer.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds added tokens in text, from the left, the longest of those that begin at one place. */
final class AddedTokens {

  /**
   * Part of a text.
   *
   * @param token empty when it is text
   */
  record Part(String text, Optional<AddedToken> token) {}

  private static final class Node {
    final Map<Character, Node> next = new HashMap<>();
    @Nullable AddedToken end;
  }

  private static final Pattern WORD = Pattern.compile("\\w", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern SPACE = Pattern.compile("\\s", Pattern.UNICODE_CHARACTER_CLASS);

  private final Node root = new Node();

  /**
   * @param form how the content of each is looked for
   */
  AddedTokens(List<AddedToken> tokens, UnaryOperator<String> form) {
    for (AddedToken token : tokens) {
      Node node = root;
      String content = form.apply(token.content());
      for (int i = 0; i < content.length(); i++) {
        node = node.next.computeIfAbsent(content.charAt(i), c -> new Node());
      }
      if (node != root) {
        node.end = token;
      }
    }
  }

  /** Cuts a text into tokens and what is between; others than {@code allowed} stay text. */
  List<Part> split(String text, Predicate<AddedToken> allowed) {
    if (root.next.isEmpty()) {
      return text.isEmpty() ? List.of() : List.of(new Part(text, Optional.empty()));
    }
    List<Part> parts = new ArrayList<>();
    int done = 0;
    int at = 0;
    while (at < text.length()) {
      int end = match(text, at);
      if (end < 0) {
        at++;
        continue;
      }
      AddedToken token = tokenOf(text, at, end);
      if (allowed.test(token) && !(token.singleWord() && isInWord(text, at, end))) {
        int from = token.stripLeft() ? spaceBefore(text, at, done) : Math.max(at, done);
        int to = token.stripRight() ? spaceAfter(text, end) : end;
        if (done < from) {
          parts.add(new Part(text.substring(done, from), Optional.empty()));
        }
        parts.add(new Part(text.substring(from, to), Optional.of(token)));
        done = to;
      }
      at = Math.max(end, done);
    }
    if (done < text.length()) {
      parts.add(new Part(text.substring(done), Optional.empty()));
    }
    return parts;
  }

  /** End of the longest token that begins at {@code from}, -1 when none does. */
  private int match(String text, int from) {
    Node node = root;
    int longest = -1;
    for (int at = from; at < text.length(); at++) {
      Node next = node.next.get(text.charAt(at));
      if (next == null) {
        break;
      }
      node = next;
      if (node.end != null) {
        longest = at + 1;
      }
    }
    return longest;
  }

  private AddedToken tokenOf(String text, int from, int to) {
    Node node = root;
    for (int at = from; at < to; at++) {
      node = node.next.getOrDefault(text.charAt(at), node);
    }
    if (node.end == null) {
      throw new IllegalStateException("no token ends here");
    }
    return node.end;
  }

  private static boolean isInWord(String text, int from, int to) {
    return (from > 0 && is(WORD, text.codePointBefore(from)))
        || (to < text.length() && is(WORD, text.codePointAt(to)));
  }

  private static int spaceBefore(String text, int from, int least) {
    int at = from;
    while (at > least && is(SPACE, text.codePointBefore(at))) {
      at--;
    }
    return Math.max(at, least);
  }

  private static int spaceAfter(String text, int to) {
    int at = to;
    while (at < text.length() && is(SPACE, text.codePointAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean is(Pattern kind, int c) {
    return kind.matcher(Character.toString(c)).matches();
  }
}
