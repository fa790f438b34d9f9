package org.obol.finetune.data;

import org.obol.crypto.Json;

/** The types of JSON, for seeing when a column changes from one to another. */
enum ValueType {
  NULL("null", 1),
  STRING("a string", 2),
  NUMBER("a number", 4),
  BOOLEAN("true or false", 8),
  LIST("a list", 16),
  OBJECT("an object", 32);

  private final String words;
  private final int bit;

  ValueType(String words, int bit) {
    this.words = words;
    this.bit = bit;
  }

  static ValueType of(Json value) {
    return switch (value) {
      case Json.Null ignored -> NULL;
      case Json.Str ignored -> STRING;
      case Json.Num ignored -> NUMBER;
      case Json.Bool ignored -> BOOLEAN;
      case Json.Arr ignored -> LIST;
      case Json.Obj ignored -> OBJECT;
    };
  }

  String words() {
    return words;
  }

  /** A bit of its own in a set of types. */
  int bit() {
    return bit;
  }
}
