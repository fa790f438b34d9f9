package org.obol.finetune.data;

import org.obol.crypto.Shown;

/** Names out of a file as messages show them. */
final class Quoted {

  private static final int LONGEST = 40;

  private Quoted() {}

  /** The name in quotation marks: short, on one line. */
  static String of(String name) {
    return "\"" + Shown.brief(name, LONGEST) + "\"";
  }
}
