package org.obol.cli;

import java.util.List;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;

/**
 * What a command found or did.
 *
 * @param json for machines, printed when {@code --json} is given
 * @param lines for people
 * @param status what the process exits with, 0 when all went well
 */
public record Answer(Json.Obj json, List<String> lines, int status) {

  /** Copies the lines. */
  public Answer {
    lines = List.copyOf(lines);
  }

  /** All went well. */
  public static Answer of(Json.Obj json, List<String> lines) {
    return new Answer(json, lines, 0);
  }

  /** All went well, and there is one line to say about it. */
  public static Answer of(Json.Obj json, String line) {
    return of(json, List.of(line));
  }

  /** The command did its work and found something that does not verify. */
  public static Answer unverified(Json.Obj json, String line) {
    return new Answer(json, List.of(line), ObolException.Exit.VERIFICATION.code());
  }
}
