package org.obol.finetune.data;

import java.util.List;
import java.util.Set;
import org.obol.trainer.text.Example;
import org.obol.trainer.text.Sample;

/** How the trainer will see records: template and tokenizer. Safe for use by many threads. */
public interface Rendering {

  /**
   * A piece of a rendered record.
   *
   * @param trained whether it is learned
   */
  record Segment(String text, boolean trained) {}

  /** The record as tokens, cut to {@link #longest}. */
  Example encode(Sample sample);

  /** The record as text, for showing which part of it is learned. */
  List<Segment> render(Sample sample);

  /** Texts that mean something to the model and must not stand in content. */
  Set<String> specialTokens();

  /** Most tokens of a record that are trained on. */
  int longest();

  /** Whether the template refuses conversations in which user and assistant do not take turns. */
  boolean strictTurns();
}
