package org.obol.trainer.text;

import java.text.Normalizer;
import java.util.List;

/** What is done to text before it is cut: the normalizer of a model. */
sealed interface Normalization {

  /** Unicode's composed form. */
  record Composed() implements Normalization {

    /**
     * Longest run of combining marks that is put in order as one. A run takes time by its square,
     * so a longer one, which is no language, is treated in parts.
     */
    private static final int LONGEST_RUN = 256;

    /** Below it nothing composes or moves. */
    private static final int FIRST_MARK = 0x300;

    @Override
    public String apply(String text, boolean start) {
      if (text.chars().allMatch(c -> c < FIRST_MARK)) {
        return text;
      }
      StringBuilder out = new StringBuilder(text.length());
      int from = 0;
      int marks = 0;
      int at = 0;
      while (at < text.length()) {
        int c = text.codePointAt(at);
        marks = isMark(c) ? marks + 1 : 0;
        if (marks == LONGEST_RUN) {
          out.append(Normalizer.normalize(text.substring(from, at), Normalizer.Form.NFC));
          from = at;
          marks = 0;
        }
        at += Character.charCount(c);
      }
      return out.append(Normalizer.normalize(text.substring(from), Normalizer.Form.NFC)).toString();
    }

    private static boolean isMark(int c) {
      int type = Character.getType(c);
      return type == Character.NON_SPACING_MARK
          || type == Character.COMBINING_SPACING_MARK
          || type == Character.ENCLOSING_MARK;
    }
  }

  /** Puts a text in front of what is not empty. */
  record Prepend(String prefix) implements Normalization {
    @Override
    public String apply(String text, boolean start) {
      return text.isEmpty() || !start ? text : prefix + text;
    }
  }

  /** Replaces a text wherever it is. */
  record Replace(String what, String by) implements Normalization {
    @Override
    public String apply(String text, boolean start) {
      return text.replace(what, by);
    }
  }

  /** One after the other; none leaves the text as it is. */
  record Chain(List<Normalization> steps) implements Normalization {
    /** Copies the steps. */
    public Chain {
      steps = List.copyOf(steps);
    }

    @Override
    public String apply(String text, boolean start) {
      String done = text;
      for (Normalization step : steps) {
        done = step.apply(done, start);
      }
      return done;
    }
  }

  /**
   * The text that is cut.
   *
   * @param start whether something may be put in front: not where a text only goes on
   */
  String apply(String text, boolean start);
}
