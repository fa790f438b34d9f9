package org.obol.finetune.data;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;

/** Reads one line of the file: the rules F1 and F3 to F6, which look at bytes. */
final class RecordLine {

  private static final char MARK = '\ufeff';

  private RecordLine() {}

  /** Whether nothing but white space stands on the line. */
  static boolean isBlank(SourceLines.Line line) {
    if (line.tooLong()) {
      return false;
    }
    for (byte b : line.bytes()) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  /** The record; empty when the notes say why there is none. */
  static Optional<Json.Obj> read(SourceLines.Line line, RecordNotes notes) {
    if (line.tooLong()) {
      notes.add(Rule.LINE_TOO_LONG, Pointer.RECORD, "the line has " + line.length() + " bytes");
      return Optional.empty();
    }
    if (!line.ended()) {
      notes.add(Rule.NO_LAST_LINE_FEED, Pointer.RECORD, "the file ends without a line feed");
    }
    if (line.bytes().length > 0 && line.bytes()[line.bytes().length - 1] == '\r') {
      notes.add(Rule.CARRIAGE_RETURN, Pointer.RECORD, "the line ends with CR LF");
    }
    return decoded(line.bytes(), notes)
        .map(text -> unmarked(text, line.number(), notes))
        .flatMap(text -> parsed(text, notes));
  }

  private static Optional<String> decoded(byte[] bytes, RecordNotes notes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    if (result.isError()) {
      notes.add(
          Rule.NOT_UTF8,
          OptionalInt.of(out.position() + 1),
          Pointer.RECORD,
          "byte " + (in.position() + 1) + " of the line is not UTF-8");
      return Optional.empty();
    }
    return Optional.of(out.flip().toString());
  }

  private static String unmarked(String text, long line, RecordNotes notes) {
    if (line > 1 || text.isEmpty() || text.charAt(0) != MARK) {
      return text;
    }
    notes.add(Rule.BYTE_ORDER_MARK, Pointer.RECORD, "the file begins with a byte order mark");
    return text.substring(1);
  }

  private static Optional<Json.Obj> parsed(String text, RecordNotes notes) {
    Json value;
    try {
      value = JsonReader.read(text);
    } catch (JsonException e) {
      JsonFault fault = JsonFault.of(text, String.valueOf(e.getMessage()));
      notes.add(fault.rule(), OptionalInt.of(fault.column()), fault.pointer(), fault.message());
      return Optional.empty();
    }
    if (value instanceof Json.Obj record) {
      return Optional.of(record);
    }
    notes.add(
        Rule.NOT_AN_OBJECT,
        Pointer.RECORD,
        "the line is " + ValueType.of(value).words() + ", not an object");
    return Optional.empty();
  }
}
