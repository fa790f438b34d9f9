package org.obol.finetune.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.trainer.text.Sample;
import org.obol.trainer.text.Turn;
import org.obol.trainer.text.Turn.Role;

/**
 * Rules A1 to A4: an instruction, perhaps with input, and its output. It becomes a conversation:
 * the system, the pairs of the history, then instruction and input with a blank line between, and
 * the output. All answers are learned.
 */
record AlpacaRules() implements RecordRules {

  @Override
  public Optional<Sample> read(Json.Obj record, RecordNotes notes) {
    List<Turn> turns = new ArrayList<>();
    String system = text(record, "system", Rule.SYSTEM_NOT_TEXT, notes);
    if (!system.isEmpty()) {
      turns.add(new Turn(Role.SYSTEM, system, false));
    }
    history(record.get("history").orElse(new Json.Null()), turns, notes);
    String input = text(record, "input", Rule.INPUT_NOT_TEXT, notes);
    String instruction = required(record, "instruction", Rule.INSTRUCTION_EMPTY, notes);
    String output = required(record, "output", Rule.OUTPUT_EMPTY, notes);
    turns.add(
        new Turn(Role.USER, input.isEmpty() ? instruction : instruction + "\n\n" + input, false));
    turns.add(new Turn(Role.ASSISTANT, output, true));
    return Optional.of(new Sample.Chat(turns));
  }

  private static String required(Json.Obj record, String column, Rule rule, RecordNotes notes) {
    if (record.get(column).orElse(new Json.Null()) instanceof Json.Str text
        && !RecordRules.isEmpty(text)) {
      return text.value();
    }
    notes.add(rule, Pointer.RECORD.child(column), "no " + column);
    return "";
  }

  private static String text(Json.Obj record, String column, Rule rule, RecordNotes notes) {
    return switch (record.get(column).orElse(new Json.Null())) {
      case Json.Null ignored -> "";
      case Json.Str text -> text.value();
      case Json other -> {
        notes.add(
            rule, Pointer.RECORD.child(column), column + " is " + ValueType.of(other).words());
        yield "";
      }
    };
  }

  private static void history(Json value, List<Turn> turns, RecordNotes notes) {
    Pointer at = Pointer.RECORD.child("history");
    switch (value) {
      case Json.Null ignored -> {}
      case Json.Arr pairs -> {
        for (int i = 0; i < pairs.items().size(); i++) {
          pair(pairs.items().get(i), at.child(i), turns, notes);
        }
      }
      case Json other ->
          notes.add(Rule.HISTORY_MALFORMED, at, "history is " + ValueType.of(other).words());
    }
  }

  private static void pair(Json value, Pointer at, List<Turn> turns, RecordNotes notes) {
    if (value instanceof Json.Arr pair
        && pair.items().size() == 2
        && pair.items().getFirst() instanceof Json.Str question
        && pair.items().getLast() instanceof Json.Str answer) {
      if (RecordRules.isEmpty(answer)) {
        notes.add(Rule.EMPTY_TARGET, at.child(1), "the answer is empty or white space");
      }
      turns.add(new Turn(Role.USER, question.value(), false));
      turns.add(new Turn(Role.ASSISTANT, answer.value(), true));
    } else {
      notes.add(Rule.HISTORY_MALFORMED, at, "not a pair of two strings");
    }
  }
}
