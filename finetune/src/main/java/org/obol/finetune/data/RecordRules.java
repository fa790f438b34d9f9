package org.obol.finetune.data;

import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.trainer.text.Sample;

/** The rules of one format, which turn a record into a sample when none is broken. */
interface RecordRules {

  /**
   * The sample of {@code record}. What it returns means nothing when the notes then have an error.
   */
  Optional<Sample> read(Json.Obj record, RecordNotes notes);

  /** The rules of that format. */
  static RecordRules of(Format format, boolean strictTurns) {
    return switch (format) {
      case MESSAGES -> new ChatRules(strictTurns);
      case SHAREGPT -> new SharegptRules();
      case PAIR -> new PairRules(strictTurns);
      case ALPACA -> new AlpacaRules();
      case TEXT -> new TextRules();
    };
  }

  /** Whether a text has nothing but white space. */
  static boolean isEmpty(Json.Str text) {
    return text.value().isBlank();
  }
}
