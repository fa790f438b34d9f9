package org.obol.finetune.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.trainer.text.Sample;
import org.obol.trainer.text.Turn;
import org.obol.trainer.text.Turn.Role;

/** Rules M1 to M9: conversations in the words of OpenAI's interface. */
record ChatRules(boolean strictTurns) implements RecordRules {

  private static final String COLUMN = "messages";

  @Override
  public Optional<Sample> read(Json.Obj record, RecordNotes notes) {
    Pointer at = Pointer.RECORD.child(COLUMN);
    var messages = new MessageTurns(notes);
    record.get(COLUMN).ifPresent(value -> messages.read(value, at));
    tools(record, notes);
    if (notes.error().isPresent()) {
      return Optional.empty();
    }
    return conversation(messages.turns(), at, notes);
  }

  /** The rules about the whole conversation, M5 and M6. */
  Optional<Sample> conversation(List<Turn> turns, Pointer at, RecordNotes notes) {
    int end = turns.size();
    while (end > 0 && turns.get(end - 1).role() != Role.ASSISTANT) {
      end--;
    }
    if (end == 0) {
      notes.add(Rule.NO_ASSISTANT, at, "no message of the assistant");
      return Optional.empty();
    }
    if (end < turns.size()) {
      notes.add(Rule.TRAILING_TURN, at.child(end), "the assistant says nothing after this");
    }
    List<Turn> kept = turns.subList(0, end);
    alternation(kept, at, notes);
    if (kept.stream().noneMatch(Turn::trained)) {
      notes.add(Rule.NOTHING_TRAINED, at, "no message of the assistant is to be learned");
    }
    return Optional.of(new Sample.Chat(kept));
  }

  /** M8: the schemas of tools are no text that is learned. */
  static void tools(Json.Obj record, RecordNotes notes) {
    Optional<Json> tools = record.get("tools").filter(value -> !(value instanceof Json.Null));
    if (tools.isEmpty()) {
      return;
    }
    Pointer at = Pointer.RECORD.child("tools");
    if (tools.get() instanceof Json.Arr list
        && list.items().stream().allMatch(Json.Obj.class::isInstance)) {
      if (!list.items().isEmpty()) {
        notes.add(Rule.TOOLS_LEFT_OUT, at, "the schemas of tools are not trained on");
      }
    } else {
      notes.add(Rule.TOOLS_MALFORMED, at, "\"tools\" is not a list of objects");
    }
  }

  private void alternation(List<Turn> turns, Pointer at, RecordNotes notes) {
    Rule rule = strictTurns ? Rule.TURNS_REPEAT_STRICT : Rule.TURNS_REPEAT;
    List<Role> said = new ArrayList<>();
    for (int i = 0; i < turns.size(); i++) {
      Role role = turns.get(i).role();
      if (said.isEmpty() && role == Role.ASSISTANT) {
        notes.add(rule, at.child(i), "the assistant speaks first");
      } else if (!said.isEmpty() && said.getLast() == role && role != Role.TOOL) {
        notes.add(rule, at.child(i), "two messages of the " + name(role) + " in a row");
      }
      if (role != Role.SYSTEM) {
        said.add(role);
      }
    }
  }

  private static String name(Role role) {
    return CanonicalRecord.name(role);
  }
}
