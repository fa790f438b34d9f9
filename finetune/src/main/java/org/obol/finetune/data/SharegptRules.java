package org.obol.finetune.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.obol.crypto.Json;
import org.obol.trainer.text.Sample;
import org.obol.trainer.text.Turn;
import org.obol.trainer.text.Turn.Role;

/** Rules S1 to S5: conversations with the keys from and value. All answers are learned. */
record SharegptRules() implements RecordRules {

  private static final Map<String, Role> SPEAKERS =
      Map.ofEntries(
          Map.entry("system", Role.SYSTEM),
          Map.entry("human", Role.USER),
          Map.entry("user", Role.USER),
          Map.entry("gpt", Role.ASSISTANT),
          Map.entry("assistant", Role.ASSISTANT),
          Map.entry("chatgpt", Role.ASSISTANT),
          Map.entry("bing", Role.ASSISTANT),
          Map.entry("bard", Role.ASSISTANT),
          Map.entry("function_call", Role.ASSISTANT),
          Map.entry("observation", Role.TOOL),
          Map.entry("tool", Role.TOOL));
  private static final Pointer COLUMN = Pointer.RECORD.child("conversations");

  @Override
  public Optional<Sample> read(Json.Obj record, RecordNotes notes) {
    ChatRules.tools(record, notes);
    List<Turn> turns = new ArrayList<>();
    system(record, turns, notes);
    if (!(record.get("conversations").orElse(new Json.Null()) instanceof Json.Arr list)
        || list.items().isEmpty()) {
      notes.add(Rule.CONVERSATION_MALFORMED, COLUMN, "not a list of turns, or an empty one");
      return Optional.empty();
    }
    for (int i = 0; i < list.items().size(); i++) {
      item(list.items().get(i), COLUMN.child(i), turns, notes);
    }
    if (notes.error().isEmpty()) {
      order(turns, turns.size() - list.items().size(), notes);
    }
    return Optional.of(new Sample.Chat(turns));
  }

  private static void system(Json.Obj record, List<Turn> turns, RecordNotes notes) {
    switch (record.get("system").orElse(new Json.Null())) {
      case Json.Null ignored -> {}
      case Json.Str text when text.value().isEmpty() -> {}
      case Json.Str text -> turns.add(new Turn(Role.SYSTEM, text.value(), false));
      case Json other ->
          notes.add(
              Rule.CONVERSATION_MALFORMED,
              Pointer.RECORD.child("system"),
              "system is " + ValueType.of(other).words());
    }
  }

  private static void item(Json value, Pointer at, List<Turn> turns, RecordNotes notes) {
    if (!(value instanceof Json.Obj turn)) {
      notes.add(Rule.CONVERSATION_MALFORMED, at, ValueType.of(value).words() + ", not a turn");
      return;
    }
    Set<String> keys = turn.members().keySet();
    if (keys.contains("role") || keys.contains("content")) {
      notes.add(Rule.MIXED_KEYS, at, "role and content instead of from and value");
      return;
    }
    if (!(turn.get("from").orElse(new Json.Null()) instanceof Json.Str from)
        || !SPEAKERS.containsKey(from.value())) {
      String name =
          turn.get("from").orElse(new Json.Null()) instanceof Json.Str text
              ? "from is " + Quoted.of(text.value())
              : "no from";
      notes.add(Rule.UNKNOWN_SPEAKER, at.child("from"), name);
      return;
    }
    if (!(turn.get("value").orElse(new Json.Null()) instanceof Json.Str said)) {
      notes.add(Rule.CONVERSATION_MALFORMED, at.child("value"), "no value, or not a string");
      return;
    }
    add(SPEAKERS.get(from.value()), said, turn, at, turns, notes);
  }

  private static void add(
      Role role, Json.Str said, Json.Obj turn, Pointer at, List<Turn> turns, RecordNotes notes) {
    boolean trained = TrainFlag.read(turn, at, notes) && role == Role.ASSISTANT;
    if (trained && RecordRules.isEmpty(said)) {
      notes.add(Rule.EMPTY_TARGET, at.child("value"), "the answer is empty or white space");
    }
    turns.add(new Turn(role, said.value(), trained));
  }

  /**
   * S3 and S5.
   *
   * @param before turns that come from elsewhere than the list
   */
  private static void order(List<Turn> turns, int before, RecordNotes notes) {
    int first = turns.getFirst().role() == Role.SYSTEM ? 1 : 0;
    for (int i = first; i < turns.size(); i++) {
      boolean asks = (i - first) % 2 == 0;
      Role role = turns.get(i).role();
      if (asks != (role == Role.USER || role == Role.TOOL) || role == Role.SYSTEM) {
        notes.add(
            Rule.SPEAKERS_OUT_OF_TURN,
            COLUMN.child(i - before).child("from"),
            asks ? "human or observation must speak here" : "gpt or function_call must speak here");
        return;
      }
    }
    if (turns.getLast().role() != Role.ASSISTANT) {
      notes.add(
          Rule.ENDS_WITHOUT_ANSWER,
          COLUMN.child(turns.size() - 1 - before),
          "the last turn is not of gpt");
    } else if (turns.stream().noneMatch(Turn::trained)) {
      notes.add(Rule.NOTHING_TRAINED, COLUMN, "no turn of gpt is to be learned");
    }
  }
}
