package org.obol.finetune.data;

import java.util.OptionalInt;
import org.obol.trainer.text.Example;
import org.obol.trainer.text.Sample;
import org.obol.trainer.text.Turn;

/** Rules about what is learned of a sample: C4 and C5 by tokens, C6 by characters. */
final class TokenRules {

  private static final int LOPSIDED = 1000;

  private TokenRules() {}

  /** Length of the sample in tokens before it is cut. */
  static OptionalInt check(Sample sample, Rendering rendering, RecordNotes notes) {
    Example example = rendering.encode(sample);
    int length = example.ids().length + example.cut();
    String cut = length + " tokens, of which " + example.ids().length + " are trained on";
    if (example.targets() > 0) {
      if (example.cut() > 0) {
        notes.add(Rule.CUT_SHORT, Pointer.RECORD, cut);
      }
    } else if (example.cut() > 0) {
      notes.add(Rule.ANSWER_CUT, Pointer.RECORD, cut + ", none of the answer");
    } else {
      notes.add(Rule.NOTHING_TRAINED, Pointer.RECORD, "none of " + length + " tokens is learned");
    }
    return OptionalInt.of(length);
  }

  /** C6. */
  static void proportions(Sample sample, RecordNotes notes) {
    long asked = 0;
    long answered = 0;
    switch (sample) {
      case Sample.Completion pair -> {
        asked = pair.prompt().length();
        answered = pair.completion().length();
      }
      case Sample.Chat chat -> {
        for (Turn turn : chat.turns()) {
          if (turn.trained()) {
            answered += turn.content().length();
          } else {
            asked += turn.content().length();
          }
        }
      }
      case Sample.PlainText ignored -> {}
    }
    long less = Math.min(asked, answered);
    if (less > 0 && Math.max(asked, answered) / less >= LOPSIDED) {
      notes.add(
          Rule.LOPSIDED,
          Pointer.RECORD,
          asked + " characters of prompt, " + answered + " of answer");
    }
  }
}
