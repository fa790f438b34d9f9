package org.obol.finetune.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.trainer.text.Sample;
import org.obol.trainer.text.Turn;

/** Rules P1 to P4: a prompt and its completion, two strings or two lists of messages. */
record PairRules(boolean strictTurns) implements RecordRules {

  private static final Pointer PROMPT = Pointer.RECORD.child("prompt");
  private static final Pointer COMPLETION = Pointer.RECORD.child("completion");

  @Override
  public Optional<Sample> read(Json.Obj record, RecordNotes notes) {
    Json prompt = record.get("prompt").orElse(new Json.Null());
    Json completion = record.get("completion").orElse(new Json.Null());
    boolean complete = there(prompt, PROMPT, record, notes);
    if (!there(completion, COMPLETION, record, notes) || !complete) {
      return Optional.empty();
    }
    ChatRules.tools(record, notes);
    if (prompt instanceof Json.Str asked && completion instanceof Json.Str answer) {
      return Optional.of(strings(asked, answer, notes));
    }
    if (prompt instanceof Json.Arr && completion instanceof Json.Arr) {
      return lists(prompt, completion, notes);
    }
    notes.add(
        Rule.PAIR_TYPES,
        COMPLETION,
        "the prompt is "
            + ValueType.of(prompt).words()
            + ", the completion "
            + ValueType.of(completion).words());
    return Optional.empty();
  }

  private static boolean there(Json value, Pointer at, Json.Obj record, RecordNotes notes) {
    if (!(value instanceof Json.Null)) {
      return true;
    }
    List<String> others =
        record.members().keySet().stream()
            .filter(key -> !Format.PAIR.reads(key))
            .limit(3)
            .map(Quoted::of)
            .toList();
    notes.add(
        Rule.PAIR_INCOMPLETE,
        at,
        "no "
            + at.text().substring(1)
            + (others.isEmpty() ? "" : "; is it " + String.join(" or ", others) + "?"));
    return false;
  }

  private static Sample strings(Json.Str prompt, Json.Str completion, RecordNotes notes) {
    if (RecordRules.isEmpty(completion)) {
      notes.add(Rule.COMPLETION_EMPTY, COMPLETION, "the completion is empty or white space");
    }
    String asked = prompt.value();
    if (asked.isEmpty()) {
      notes.add(Rule.PROMPT_EMPTY, PROMPT, "the prompt is empty");
    } else if (Character.isWhitespace(asked.charAt(asked.length() - 1))) {
      notes.add(Rule.SPACE_AT_JOIN, PROMPT, "the prompt ends with white space");
    }
    return new Sample.Completion(asked, completion.value());
  }

  /** Only the completion is learned. */
  private Optional<Sample> lists(Json prompt, Json completion, RecordNotes notes) {
    var messages = new MessageTurns(notes);
    messages.read(prompt, PROMPT);
    int asked = messages.turns().size();
    messages.read(completion, COMPLETION);
    if (notes.error().isPresent()) {
      return Optional.empty();
    }
    List<Turn> turns = new ArrayList<>();
    for (Turn turn : messages.turns().subList(0, asked)) {
      turns.add(new Turn(turn.role(), turn.content(), false));
    }
    turns.addAll(messages.turns().subList(asked, messages.turns().size()));
    return new ChatRules(strictTurns).conversation(turns, COMPLETION, notes);
  }
}
