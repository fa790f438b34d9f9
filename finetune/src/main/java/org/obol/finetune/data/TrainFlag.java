package org.obol.finetune.data;

import org.obol.crypto.Json;
import org.obol.crypto.Shown;

/** Rule M9: flags that say whether a turn is learned. */
final class TrainFlag {

  private TrainFlag() {}

  /** Whether neither "weight" nor "train" says that the turn is not learned. */
  static boolean read(Json.Obj turn, Pointer at, RecordNotes notes) {
    boolean weight = read(turn, "weight", at, notes);
    boolean train = read(turn, "train", at, notes);
    return weight && train;
  }

  private static boolean read(Json.Obj turn, String name, Pointer at, RecordNotes notes) {
    return switch (turn.get(name).orElse(new Json.Null())) {
      case Json.Null ignored -> true;
      case Json.Bool flag -> flag.value();
      case Json.Num n when n.literal().equals("1") -> true;
      case Json.Num n when n.literal().equals("0") -> false;
      case Json other -> {
        notes.add(
            Rule.BAD_FLAG,
            at.child(name),
            Quoted.of(name)
                + " is "
                + (other instanceof Json.Num n
                    ? Shown.brief(n.literal(), 40)
                    : ValueType.of(other).words()));
        yield true;
      }
    };
  }
}
