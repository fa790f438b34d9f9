package org.obol.anonymize.onnx;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Text;

/**
 * Makes spans of judged tokens: the pieces of a word become one, words of one entity become one.
 */
final class Words {
  /** What is never a value, nor part of one: placeholders and templates. */
  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "<[A-Z][A-Z0-9_]{0,63}_[0-9a-f]{1,20}>"
              + "|\\$\\{[^{}\\s]{1,80}}|\\{\\{[^{}]{1,80}}}|%[A-Z_]{2,40}%");

  /** What may stand between two words of one entity without a space. */
  private static final String GLUE = "-'’.·&/";

  private static final Pattern SPACE = Pattern.compile("[^\\S\\r\\n]{1,3}");
  private static final Pattern PART_OF_ADDRESS = Pattern.compile("[.,]?[^\\S\\n]{0,2}\\n?");

  /**
   * A word.
   *
   * @param letters false for a token of punctuation
   * @param tag of its likeliest piece, or {@link Tags#NONE}
   * @param begins whether its first piece begins an entity
   * @param ends whether its last piece ends one
   */
  private record Word(int from, int to, boolean letters, int tag, boolean begins, boolean ends) {
    boolean isEntity() {
      return tag != Tags.NONE;
    }
  }

  private final Tokenized tokens;
  private final Text text;
  private final Tags tags;

  private Words(Tokenized tokens, Tags tags) {
    this.tokens = tokens;
    this.text = tokens.text();
    this.tags = tags;
  }

  /**
   * The spans of a text.
   *
   * @param tag the tag of each token, or {@link Tags#NONE}
   * @param probability how sure each is
   */
  static Found spans(Tokenized tokens, Tags tags, int[] tag, double[] probability) {
    boolean any = false;
    for (int t : tag) {
      any |= t != Tags.NONE;
    }
    return any ? new Words(tokens, tags).join(tag, probability) : Found.NOTHING;
  }

  private Found join(int[] tag, double[] probability) {
    List<Word> words = words(tag, probability);
    Found.Builder found = new Found.Builder(text.from);
    int last = -1;
    int from = 0;
    for (int i = 0; i < words.size(); i++) {
      Word word = words.get(i);
      if (!word.letters() || !word.isEntity()) {
        continue;
      }
      if (last < 0 || !together(words, last, i)) {
        if (last >= 0) {
          add(found, words.get(last), from);
        }
        from = word.from();
      }
      last = i;
    }
    if (last >= 0) {
      add(found, words.get(last), from);
    }
    return found.build();
  }

  /** Adds the span from {@code from} to the end of {@code last}, extended to whole words. */
  private void add(Found.Builder found, Word last, int from) {
    int start = from;
    while (Tokenized.joined(text, start)) {
      start--;
    }
    int end = last.to();
    while (Tokenized.joined(text, end)) {
      end++;
      while (end < text.to && (text.bytes[end] & 0xC0) == 0x80) {
        end++;
      }
    }
    Label label = tags.label(last.tag());
    if (label.equals(Label.PHONE)) {
      while (text.at(start - 1) == '+' || text.at(start - 1) == '(') {
        start--;
      }
    }
    found.add(label, start, end);
  }

  private List<Word> words(int[] tag, double[] probability) {
    List<int[]> placeholders = placeholders();
    List<Word> words = new ArrayList<>();
    for (int i = 0; i < tokens.size(); ) {
      int end = i + 1;
      while (end < tokens.size() && tokens.continues(end)) {
        end++;
      }
      if (tokens.hasLetters(i)) {
        words.add(word(i, end, tag, probability, placeholders));
      } else {
        words.add(new Word(tokens.from()[i], tokens.to()[i], false, tag[i], false, false));
      }
      i = end;
    }
    return words;
  }

  private Word word(int first, int end, int[] tag, double[] sure, List<int[]> placeholders) {
    int from = tokens.from()[first];
    int to = tokens.to()[end - 1];
    int best = -1;
    for (int i = first; i < end; i++) {
      if (tag[i] != Tags.NONE && (best < 0 || sure[i] > sure[best])) {
        best = i;
      }
    }
    if (best < 0 || placeholders.stream().anyMatch(p -> p[0] < to && from < p[1])) {
      return new Word(from, to, true, Tags.NONE, false, false);
    }
    boolean begins = tag[first] != Tags.NONE && tags.begins(tag[first]);
    boolean ends = tag[end - 1] != Tags.NONE && tags.ends(tag[end - 1]);
    return new Word(from, to, true, tag[best], begins, ends);
  }

  /** Whether two entity words, with only punctuation between them, are of one entity. */
  private boolean together(List<Word> words, int a, int b) {
    Word left = words.get(a);
    Word right = words.get(b);
    Label label = tags.label(left.tag());
    if (!label.equals(tags.label(right.tag()))) {
      return false;
    }
    boolean marked = b > a + 1;
    for (Word between : words.subList(a + 1, b)) {
      if (between.letters()) {
        return false;
      }
      marked &= between.isEntity() && label.equals(tags.label(between.tag()));
    }
    String gap = string(left.to(), right.from());
    boolean glued = gap.length() == 1 && GLUE.contains(gap);
    if ((right.begins() || left.ends()) && tags.sameType(left.tag(), right.tag())) {
      return glued;
    }
    return gap.isEmpty()
        || glued
        || SPACE.matcher(gap).matches()
        || (marked && gap.indexOf('\n') < 0)
        || (label.equals(Label.ADDRESS) && PART_OF_ADDRESS.matcher(gap).matches());
  }

  /** Positions of placeholders; all of them are ASCII. */
  private List<int[]> placeholders() {
    List<int[]> placeholders = new ArrayList<>();
    // One character for each byte keeps the positions.
    Matcher matcher =
        PLACEHOLDER.matcher(
            new String(text.bytes, text.from, text.to - text.from, StandardCharsets.ISO_8859_1));
    while (matcher.find()) {
      placeholders.add(new int[] {text.from + matcher.start(), text.from + matcher.end()});
    }
    return placeholders;
  }

  private String string(int from, int to) {
    return from >= to ? "" : new String(text.bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
