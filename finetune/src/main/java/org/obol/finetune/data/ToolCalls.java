package org.obol.finetune.data;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;

/**
 * Rule M7: calls of tools and their answers. What the assistant learns of a call is one line of
 * JSON, {@code {"name":…,"arguments":{…}}}, behind what it says; ids are not learned. Owned by the
 * reading of one record.
 */
final class ToolCalls {

  private final RecordNotes notes;
  private final Set<String> ids = new HashSet<>();

  ToolCalls(RecordNotes notes) {
    this.notes = notes;
  }

  /** The calls of a message, a line for each; empty when there is none. */
  String made(Json.Obj message, Pointer at) {
    Pointer place = at.child("tool_calls");
    var lines = new StringBuilder();
    switch (message.get("tool_calls").orElse(new Json.Null())) {
      case Json.Null ignored -> {}
      case Json.Arr list -> {
        for (int i = 0; i < list.items().size(); i++) {
          call(list.items().get(i), place.child(i))
              .ifPresent(call -> lines.append(lines.isEmpty() ? "" : "\n").append(call.text()));
        }
      }
      case Json other ->
          notes.add(Rule.TOOL_CALL_MALFORMED, place, ValueType.of(other).words() + ", not a list");
    }
    return lines.toString();
  }

  /** Checks that the tool answers a call that was made. */
  void answered(Json.Obj message, Pointer at) {
    Pointer place = at.child("tool_call_id");
    if (!(message.get("tool_call_id").orElse(new Json.Null()) instanceof Json.Str id)) {
      notes.add(Rule.TOOL_ID_UNKNOWN, place, "no tool_call_id");
    } else if (!ids.contains(id.value())) {
      notes.add(Rule.TOOL_ID_UNKNOWN, place, "no call before has the id " + Quoted.of(id.value()));
    }
  }

  private Optional<Json> call(Json value, Pointer at) {
    if (!(value instanceof Json.Obj call)
        || !(call.get("function").orElse(new Json.Null()) instanceof Json.Obj function)
        || !(function.get("name").orElse(new Json.Null()) instanceof Json.Str name)) {
      notes.add(Rule.TOOL_CALL_MALFORMED, at, "a call without a function and its name");
      return Optional.empty();
    }
    if (call.get("id").orElse(new Json.Null()) instanceof Json.Str id) {
      ids.add(id.value());
    }
    return arguments(function, at.child("function").child("arguments"))
        .map(arguments -> Json.object().put("name", name).put("arguments", arguments).build());
  }

  private Optional<Json> arguments(Json.Obj function, Pointer at) {
    Json value = function.get("arguments").orElse(new Json.Null());
    Json read = value;
    if (value instanceof Json.Str text) {
      try {
        read = JsonReader.read(text.value());
      } catch (JsonException e) {
        notes.add(Rule.ARGUMENTS_NOT_JSON, at, "a string that is not JSON");
        return Optional.empty();
      }
    }
    if (!(read instanceof Json.Obj)) {
      notes.add(Rule.ARGUMENTS_NOT_JSON, at, "arguments are " + ValueType.of(read).words());
      return Optional.empty();
    }
    notes.type("/messages/*/tool_calls/*/function/arguments", ValueType.of(value));
    return Optional.of(read);
  }
}
