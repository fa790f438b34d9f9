package org.obol.finetune.data;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.obol.crypto.Json;
import org.obol.trainer.text.Turn;
import org.obol.trainer.text.Turn.Role;

/**
 * Reads lists of messages into turns (rules M1 to M4, M7 and M9). Parts of text are joined without
 * anything between. Owned by the reading of one record.
 */
final class MessageTurns {

  private static final Map<String, Role> ROLES =
      Map.of(
          "system", Role.SYSTEM,
          "developer", Role.SYSTEM,
          "user", Role.USER,
          "assistant", Role.ASSISTANT,
          "tool", Role.TOOL);
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "human", "user",
          "gpt", "assistant",
          "model", "assistant",
          "bot", "assistant",
          "function", "tool");
  private static final Set<String> KNOWN =
      Set.of("role", "content", "name", "tool_calls", "tool_call_id", "weight", "train");

  private final RecordNotes notes;
  private final ToolCalls calls;
  private final List<Turn> turns = new ArrayList<>();
  private final Set<String> extras = new HashSet<>();

  MessageTurns(RecordNotes notes) {
    this.notes = notes;
    this.calls = new ToolCalls(notes);
  }

  /** The turns read so far; complete unless the notes have an error. */
  List<Turn> turns() {
    return turns;
  }

  /** Appends the turns of a list of messages. */
  void read(Json value, Pointer at) {
    switch (value) {
      case Json.Arr list when list.items().isEmpty() ->
          notes.add(Rule.MESSAGES_EMPTY, at, "the list is empty");
      case Json.Arr list -> {
        for (int i = 0; i < list.items().size(); i++) {
          item(list.items().get(i), at.child(i));
        }
      }
      case Json.Str text when text.value().stripLeading().startsWith("[") ->
          notes.add(Rule.MESSAGES_IN_A_STRING, at, "a string that begins with [, not a list");
      case Json other ->
          notes.add(Rule.MESSAGES_NOT_A_LIST, at, ValueType.of(other).words() + ", not a list");
    }
  }

  private void item(Json value, Pointer at) {
    if (value instanceof Json.Obj message) {
      message(message, at);
    } else {
      notes.add(Rule.MESSAGES_NOT_A_LIST, at, ValueType.of(value).words() + ", not a message");
    }
  }

  private void message(Json.Obj message, Pointer at) {
    Optional<Role> known = role(message, at);
    if (known.isEmpty()) {
      return;
    }
    Role role = known.get();
    if (role == Role.SYSTEM && !turns.isEmpty()) {
      notes.add(Rule.SYSTEM_NOT_FIRST, at.child("role"), "a system message after another one");
    }
    boolean trained = TrainFlag.read(message, at, notes) && role == Role.ASSISTANT;
    String called = role == Role.ASSISTANT ? calls.made(message, at) : "";
    if (role == Role.TOOL) {
      calls.answered(message, at);
    }
    boolean calling = message.get("tool_calls").filter(Json.Arr.class::isInstance).isPresent();
    Optional<String> content = content(message, at, calling);
    if (trained && !calling && content.filter(String::isBlank).isPresent()) {
      notes.add(Rule.EMPTY_TARGET, at.child("content"), "the assistant says nothing");
    }
    String said = content.orElse("");
    extras(message, at);
    String line = said.isEmpty() || called.isEmpty() ? "" : "\n";
    turns.add(new Turn(role, said + line + called, trained));
  }

  private Optional<Role> role(Json.Obj message, Pointer at) {
    Optional<Json> value = message.get("role");
    if (!(value.orElse(new Json.Null()) instanceof Json.Str name)) {
      notes.add(Rule.UNKNOWN_ROLE, at.child("role"), "no role");
      return Optional.empty();
    }
    Optional<Role> role = Optional.ofNullable(ROLES.get(name.value()));
    if (role.isEmpty()) {
      String lower = name.value().toLowerCase(Locale.ROOT);
      String meant = OTHER_NAMES.getOrDefault(lower, ROLES.containsKey(lower) ? lower : "");
      notes.add(
          Rule.UNKNOWN_ROLE,
          at.child("role"),
          "role " + Quoted.of(name.value()) + (meant.isEmpty() ? "" : "; write \"" + meant + "\""));
    }
    return role;
  }

  /** What is said; empty when that breaks a rule. */
  private Optional<String> content(Json.Obj message, Pointer at, boolean calling) {
    Pointer place = at.child("content");
    return switch (message.get("content").orElse(new Json.Null())) {
      case Json.Str text -> {
        notes.type("/messages/*/content", ValueType.STRING);
        yield Optional.of(text.value());
      }
      case Json.Arr parts -> {
        notes.type("/messages/*/content", ValueType.LIST);
        yield Optional.of(joined(parts, place));
      }
      case Json.Null ignored when calling -> Optional.of("");
      case Json.Null ignored -> {
        notes.add(Rule.NO_CONTENT, place, "no content, and no call of a tool");
        yield Optional.empty();
      }
      case Json other -> {
        notes.add(Rule.CONTENT_NOT_TEXT, place, "content is " + ValueType.of(other).words());
        yield Optional.empty();
      }
    };
  }

  private String joined(Json.Arr parts, Pointer at) {
    var out = new StringBuilder();
    for (int i = 0; i < parts.items().size(); i++) {
      if (parts.items().get(i) instanceof Json.Obj part
          && part.get("type").filter(new Json.Str("text")::equals).isPresent()
          && part.get("text").orElse(new Json.Null()) instanceof Json.Str text) {
        out.append(text.value());
      } else {
        notes.add(Rule.CONTENT_NOT_TEXT, at.child(i), "a part that is not text");
      }
    }
    return out.toString();
  }

  private void extras(Json.Obj message, Pointer at) {
    for (String key : message.members().keySet()) {
      if (!KNOWN.contains(key) && extras.add(key)) {
        notes.add(Rule.EXTRA_COLUMN, at.child(key), "messages have " + Quoted.of(key) + " besides");
      }
    }
  }
}
