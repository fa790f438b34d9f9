package org.obol.finetune.data;

import org.obol.crypto.Shown;

/** A place in a record: a JSON pointer (RFC 6901). */
record Pointer(String text) {

  static final Pointer RECORD = new Pointer("");

  private static final int LONGEST_KEY = 80;

  /** The member of that name. */
  Pointer child(String key) {
    return new Pointer(text + "/" + escaped(key));
  }

  /** The item at that place, from 0. */
  Pointer child(int index) {
    return new Pointer(text + "/" + index);
  }

  private static String escaped(String key) {
    // Keys come from the file: a long one at each level would cost the square of the line.
    return Shown.brief(key, LONGEST_KEY).replace("~", "~0").replace("/", "~1");
  }
}
