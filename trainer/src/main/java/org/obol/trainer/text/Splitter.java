package org.obol.trainer.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts text into the words that merges do not cross: the pre-tokenizer of a model. */
sealed interface Splitter {

  /** How GPT-2 cuts; what {@code ByteLevel} does unless it is told not to. */
  Pattern GPT2 =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
          Pattern.UNICODE_CHARACTER_CLASS);

  /** What becomes of the text that a pattern matches. */
  enum Behavior {
    /** A word of its own. */
    ISOLATED,
    /** Dropped. */
    REMOVED,
    /** Joined to the word before. */
    MERGED_WITH_PREVIOUS,
    /** Joined to the word after. */
    MERGED_WITH_NEXT,
    /** One word with other matches beside it. */
    CONTIGUOUS
  }

  /** Part of a text, and whether the pattern matches it. */
  record Span(int from, int to, boolean match) {
    Span upTo(int end) {
      return new Span(from, end, match);
    }
  }

  /** Cuts at a pattern. */
  record Split(Pattern pattern, Behavior behavior, boolean invert) implements Splitter {
    @Override
    public void split(String text, boolean start, List<String> out) {
      for (Span span : joined(spans(text))) {
        if (span.from < span.to) {
          out.add(text.substring(span.from, span.to));
        }
      }
    }

    private List<Span> spans(String text) {
      List<Span> spans = new ArrayList<>();
      int end = 0;
      Matcher matcher = pattern.matcher(text);
      while (matcher.find()) {
        if (end != matcher.start()) {
          spans.add(new Span(end, matcher.start(), invert));
        }
        spans.add(new Span(matcher.start(), matcher.end(), !invert));
        end = matcher.end();
      }
      if (end != text.length()) {
        spans.add(new Span(end, text.length(), invert));
      }
      return spans;
    }

    private List<Span> joined(List<Span> spans) {
      return switch (behavior) {
        case ISOLATED -> spans;
        case REMOVED -> spans.stream().filter(span -> !span.match).toList();
        case CONTIGUOUS -> contiguous(spans);
        case MERGED_WITH_PREVIOUS -> mergedWithPrevious(spans);
        case MERGED_WITH_NEXT -> mergedWithNext(spans);
      };
    }

    private static List<Span> contiguous(List<Span> spans) {
      List<Span> joined = new ArrayList<>();
      for (Span span : spans) {
        if (!joined.isEmpty() && joined.getLast().match == span.match) {
          joined.add(joined.removeLast().upTo(span.to));
        } else {
          joined.add(span);
        }
      }
      return joined;
    }

    private static List<Span> mergedWithPrevious(List<Span> spans) {
      List<Span> joined = new ArrayList<>();
      boolean afterMatch = false;
      for (Span span : spans) {
        if (span.match && !afterMatch && !joined.isEmpty()) {
          joined.add(joined.removeLast().upTo(span.to));
        } else {
          joined.add(span);
        }
        afterMatch = span.match;
      }
      return joined;
    }

    private static List<Span> mergedWithNext(List<Span> spans) {
      List<Span> joined = new ArrayList<>();
      boolean beforeMatch = false;
      for (Span span : spans.reversed()) {
        if (span.match && !beforeMatch && !joined.isEmpty()) {
          Span next = joined.removeLast();
          joined.add(new Span(span.from, next.to, next.match));
        } else {
          joined.add(span);
        }
        beforeMatch = span.match;
      }
      Collections.reverse(joined);
      return joined;
    }
  }

  /** Puts a space in front of what does not begin with one. */
  record PrefixSpace() implements Splitter {
    @Override
    public void split(String text, boolean start, List<String> out) {
      out.add(start && !text.startsWith(" ") ? " " + text : text);
    }
  }

  /** One after the other. */
  record Chain(List<Splitter> splitters) implements Splitter {
    /** Copies the list. */
    public Chain {
      splitters = List.copyOf(splitters);
    }

    @Override
    public void split(String text, boolean start, List<String> out) {
      List<String> words = List.of(text);
      for (Splitter splitter : splitters) {
        List<String> next = new ArrayList<>();
        boolean first = true;
        for (String word : words) {
          splitter.split(word, start || !first, next);
          first = false;
        }
        words = next;
      }
      out.addAll(words);
    }
  }

  /**
   * Adds the words of a text, none of them empty.
   *
   * @param start whether a space may be put in front: not where a text only goes on
   */
  void split(String text, boolean start, List<String> out);
}
