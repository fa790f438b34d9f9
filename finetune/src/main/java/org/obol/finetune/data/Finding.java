package org.obol.finetune.data;

import java.util.OptionalInt;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;

/**
 * One place where a rule is broken.
 *
 * @param line from 1; 0 when it is about the whole file
 * @param column from 1, in characters of UTF-16, where the line is not JSON
 * @param pointer where in the record (RFC 6901), empty for all of it; of a missing member, where it
 *     should be. Keys of more than 80 characters are cut, with "…" at the end
 * @param message what is wrong here; quotes names, never the text of a record
 */
public record Finding(Rule rule, long line, OptionalInt column, String pointer, String message) {

  /** The member of validation.json. */
  public Json.Obj toJson() {
    JsonObject out =
        Json.object()
            .put("rule", rule.id())
            .put("name", rule.name())
            .put("level", rule.level().letter())
            .put("line", line);
    column.ifPresent(c -> out.put("column", c));
    return out.put("pointer", pointer).put("message", message).put("hint", rule.hint()).build();
  }

  /** Where it is, as people read it. */
  public String place() {
    if (line == 0) {
      return "the whole file";
    }
    var out = new StringBuilder("line ").append(line);
    column.ifPresent(c -> out.append(", column ").append(c));
    if (!pointer.isEmpty()) {
      out.append(", ").append(pointer);
    }
    return out.toString();
  }
}
