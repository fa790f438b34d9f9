package org.obol.finetune.data;

import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.trainer.text.Sample;

/** Rules T1 and T2: plain text. */
record TextRules() implements RecordRules {

  private static final Pointer COLUMN = Pointer.RECORD.child("text");

  @Override
  public Optional<Sample> read(Json.Obj record, RecordNotes notes) {
    if (!(record.get("text").orElse(new Json.Null()) instanceof Json.Str text)
        || RecordRules.isEmpty(text)) {
      notes.add(Rule.TEXT_EMPTY, COLUMN, "no text, or nothing but white space");
      return Optional.empty();
    }
    return Optional.of(new Sample.PlainText(text.value()));
  }

  /** T2, which is said once for a file. */
  static void unmasked(RecordNotes notes) {
    notes.add(Rule.TEXT_UNMASKED, COLUMN, "all of the text is learned");
  }
}
