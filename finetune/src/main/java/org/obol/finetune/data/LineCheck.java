package org.obol.finetune.data;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.obol.crypto.Json;
import org.obol.crypto.Sha256;
import org.obol.trainer.text.Sample;

/** Applies the rules that need no other line. Not thread-safe: each thread has its own. */
final class LineCheck {

  private final DataOptions options;
  private final ContentRules content;

  LineCheck(DataOptions options) {
    this.options = options;
    this.content =
        new ContentRules(
            options.personalData(),
            options.rendering().map(Rendering::specialTokens).orElse(Set.of()));
  }

  /** Looks at a line of a file of that format, if one is known yet. */
  Checked check(SourceLines.Line line, Optional<Format> format) {
    var notes = new RecordNotes(line.number());
    if (RecordLine.isBlank(line)) {
      notes.add(Rule.BLANK_LINE, Pointer.RECORD, "the line is blank");
      return Checked.blank(notes);
    }
    Optional<Json.Obj> record = RecordLine.read(line, notes);
    if (record.isEmpty()) {
      return Checked.broken(notes);
    }
    Optional<Format> found = format.filter(f -> f.fits(record.get()));
    found = found.isPresent() ? found : Format.of(record.get());
    if (found.isEmpty()) {
      notes.add(Rule.UNKNOWN_SHAPE, Pointer.RECORD, columns(record.get()));
      return Checked.broken(notes);
    }
    String evidence = found.get().evidence(record.get());
    Optional<Checked.Accepted> accepted =
        found.equals(format) ? accepted(record.get(), found.get(), notes) : Optional.empty();
    return new Checked(notes, false, found, evidence, accepted);
  }

  private Optional<Checked.Accepted> accepted(Json.Obj record, Format format, RecordNotes notes) {
    boolean strict = options.rendering().map(Rendering::strictTurns).orElse(false);
    Optional<Sample> sample = RecordRules.of(format, strict).read(record, notes);
    content.check(record, format, notes);
    record.members().forEach((column, value) -> types(column, value, notes));
    if (sample.isEmpty() || notes.error().isPresent()) {
      return Optional.empty();
    }
    TokenRules.proportions(sample.get(), notes);
    OptionalInt tokens =
        options
            .rendering()
            .map(rendering -> TokenRules.check(sample.get(), rendering, notes))
            .orElse(OptionalInt.empty());
    if (notes.error().isPresent()) {
      return Optional.empty();
    }
    PromptGroup group = PromptGroup.of(sample.get());
    byte[] whole = Sha256.digest().digest(CanonicalRecord.line(sample.get(), true));
    return Optional.of(
        new Checked.Accepted(
            sample.get(),
            group.order(options.seed()),
            group.fingerprint(),
            ByteBuffer.wrap(whole).getLong(),
            tokens));
  }

  private static void types(String column, Json value, RecordNotes notes) {
    notes.type(Pointer.RECORD.child(column).text(), ValueType.of(value));
  }

  private static String columns(Json.Obj record) {
    if (record.members().isEmpty()) {
      return "the record is empty";
    }
    return "columns "
        + record.members().keySet().stream()
            .limit(5)
            .map(Quoted::of)
            .collect(Collectors.joining(", "));
  }
}
