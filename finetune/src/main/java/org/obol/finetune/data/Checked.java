package org.obol.finetune.data;

import java.util.Optional;
import java.util.OptionalInt;
import org.obol.trainer.text.Sample;

/**
 * What one line says by itself.
 *
 * @param format of the record, when it has a known one
 * @param evidence by which columns the format is known
 * @param accepted the record, when it breaks no rule
 */
record Checked(
    RecordNotes notes,
    boolean blank,
    Optional<Format> format,
    String evidence,
    Optional<Accepted> accepted) {

  /**
   * A record that can be trained on.
   *
   * @param order of its prompt group in the split
   * @param prompt fingerprint of what is asked
   * @param whole fingerprint of all of it
   * @param tokens absent without a tokenizer
   */
  record Accepted(Sample sample, long order, long prompt, long whole, OptionalInt tokens) {}

  static Checked blank(RecordNotes notes) {
    return new Checked(notes, true, Optional.empty(), "", Optional.empty());
  }

  static Checked broken(RecordNotes notes) {
    return new Checked(notes, false, Optional.empty(), "", Optional.empty());
  }
}
