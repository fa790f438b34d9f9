package org.obol.e2e;

import java.util.List;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;

/** What a process left behind. */
record Ended(int status, List<String> out, List<String> err) {

  /** The status that a shell gives to what was ended by SIGKILL. */
  static final int KILLED = 128 + 9;

  Ended {
    out = List.copyOf(out);
    err = List.copyOf(err);
  }

  /** This, which must have ended with that status. */
  Ended requireStatus(int expected) {
    if (status != expected) {
      throw new AssertionError("exit status " + status + " instead of " + expected + ": " + this);
    }
    return this;
  }

  /** The last line of standard output, which {@code --json} made an object. */
  Json.Obj json() {
    return JsonReader.read(out.getLast()).asObject("the answer");
  }

  /** Everything that was printed. */
  String text() {
    return String.join("\n", out) + "\n" + String.join("\n", err);
  }
}
