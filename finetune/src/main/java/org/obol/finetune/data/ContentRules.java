package org.obol.finetune.data;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;
import org.obol.anonymize.scan.TextScanner;
import org.obol.crypto.Json;

/**
 * Rules about the strings and numbers of a record of any format: F1 (NUL), F5 (large numbers), F12,
 * C2 and C3. Not thread-safe.
 */
final class ContentRules {

  /** Tokens of the usual templates, which are looked for even without a tokenizer. */
  private static final List<String> USUAL =
      List.of(
          "<|im_start|>",
          "<|im_end|>",
          "<|endoftext|>",
          "<|begin_of_text|>",
          "<|end_of_text|>",
          "<|start_header_id|>",
          "<|end_header_id|>",
          "<|eot_id|>",
          "<start_of_turn>",
          "<end_of_turn>",
          "[INST]",
          "[/INST]",
          "<<SYS>>");

  private final Optional<TextScanner> scanner;
  private final List<String> tokens;
  private final BitSet tokenStarts = new BitSet();

  ContentRules(boolean personalData, Set<String> specialTokens) {
    this.scanner =
        personalData
            ? Optional.of(new TextScanner(Set.copyOf(Label.constants())))
            : Optional.empty();
    Set<String> all = new TreeSet<>(USUAL);
    all.addAll(specialTokens);
    all.remove("");
    this.tokens = List.copyOf(all);
    this.tokens.forEach(token -> tokenStarts.set(token.charAt(0)));
  }

  /** Looks at a record of a file of that format. */
  void check(Json.Obj record, Format format, RecordNotes notes) {
    record
        .members()
        .forEach(
            (column, value) -> {
              Pointer at = Pointer.RECORD.child(column);
              boolean used = format.reads(column);
              if (!used) {
                notes.add(Rule.EXTRA_COLUMN, at, "column " + Quoted.of(column) + " is left out");
              }
              walk(column, value, at, used, notes);
            });
  }

  private void walk(String key, Json value, Pointer at, boolean used, RecordNotes notes) {
    switch (value) {
      case Json.Obj object ->
          object
              .members()
              .forEach((name, member) -> walk(name, member, at.child(name), used, notes));
      case Json.Arr list -> {
        for (int i = 0; i < list.items().size(); i++) {
          walk(key, list.items().get(i), at.child(i), used, notes);
        }
      }
      case Json.Str text -> {
        personal(key, text.value(), at, notes);
        if (used) {
          characters(text.value(), at, notes);
        }
      }
      case Json.Num number -> {
        if (isRounded(number.literal())) {
          notes.add(Rule.NUMBER_TOO_LARGE, at, "a whole number beyond 2^53");
        }
      }
      case Json.Bool ignored -> {}
      case Json.Null ignored -> {}
    }
  }

  private static boolean isRounded(String literal) {
    boolean whole = literal.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
    // 2^53-1 has 16 digits; JSON has no leading zeros.
    return whole
        && literal.length() >= 16
        && (literal.length() > 17 || Math.abs(Long.parseLong(literal)) > Json.Num.MAX_SAFE);
  }

  private void characters(String text, Pointer at, RecordNotes notes) {
    boolean control = false;
    boolean lost = false;
    boolean token = false;
    boolean nul = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        nul |= c == 0;
        control |= c != 0 && c != '\t' && c != '\n' && c != '\r';
      } else if (c >= 0x7f) {
        control |= c <= 0x9f;
        lost |= c == '\ufffd';
      }
      if (!token && tokenStarts.get(c)) {
        token = tokenAt(text, i, at, notes);
      }
    }
    if (nul) {
      notes.add(Rule.NUL, at, "a NUL character");
    }
    if (control) {
      notes.add(Rule.CONTROL_CHARACTER, at, "a control character");
    }
    if (lost) {
      notes.add(Rule.REPLACEMENT_CHARACTER, at, "U+FFFD, a lost character");
    }
  }

  private boolean tokenAt(String text, int i, Pointer at, RecordNotes notes) {
    for (String special : tokens) {
      if (text.startsWith(special, i)) {
        notes.add(Rule.SPECIAL_TOKEN, at, "the text contains " + Quoted.of(special));
        return true;
      }
    }
    return false;
  }

  private void personal(String key, String text, Pointer at, RecordNotes notes) {
    if (scanner.isEmpty()) {
      return;
    }
    Text scanned = Text.of(text);
    scanned.keyBytes = key.getBytes(StandardCharsets.UTF_8);
    scanned.keyTo = scanned.keyBytes.length;
    Spans found = scanner.get().scan(scanned);
    Set<String> labels = new TreeSet<>();
    for (int i = 0; i < found.size(); i++) {
      labels.add(found.label(i).name());
      notes.personal(found.label(i).name());
    }
    if (!labels.isEmpty()) {
      notes.add(Rule.PERSONAL_DATA, at, String.join(", ", labels));
    }
  }
}
