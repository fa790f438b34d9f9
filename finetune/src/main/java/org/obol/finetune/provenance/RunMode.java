package org.obol.finetune.provenance;

import java.util.Locale;
import org.obol.crypto.JsonException;

/** Whether anything was trained. A dry run writes no manifest. */
public enum RunMode {
  /** A trainer ran. */
  REAL,
  /** Everything but the training was done; the adapter is synthetic. */
  MOCK;

  /** The word in documents. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static RunMode of(String word) {
    for (RunMode mode : values()) {
      if (mode.word().equals(word)) {
        return mode;
      }
    }
    throw new JsonException("mode \"" + word + "\" is neither real nor mock");
  }
}
