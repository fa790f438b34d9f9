package org.obol.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.obol.anonymize.Label;
import org.obol.anonymize.scan.Spans;
import org.obol.anonymize.scan.Text;
import org.obol.anonymize.scan.TextScanner;

/**
 * Prints the spans that the scanner finds in single texts: {@code FILE LABEL,LABEL…}. The file is a
 * JSON array of pairs, the key before a text and the text; the answer is an array of as many arrays
 * of {@code [label, start, end]} in code points.
 */
public final class FoundSpans {

  private FoundSpans() {}

  /** Scans. */
  public static void main(String[] args) throws IOException {
    Set<Label> wanted =
        Arrays.stream(args[1].split(",", -1)).map(Label::of).collect(Collectors.toSet());
    var scanner = new TextScanner(wanted);
    var json = new JsonFactory();
    var answer = new StringWriter();
    try (JsonParser in = json.createParser(Path.of(args[0]).toFile());
        JsonGenerator out = json.createGenerator(answer)) {
      out.writeStartArray();
      in.nextToken();
      while (in.nextToken() == JsonToken.START_ARRAY) {
        byte[] key = in.nextTextValue().getBytes(StandardCharsets.UTF_8);
        Text text = Text.of(in.nextTextValue());
        in.nextToken();
        text.keyBytes = key;
        text.keyTo = key.length;
        write(out, text, scanner.scan(text));
      }
      out.writeEndArray();
    }
    System.out.println(answer);
  }

  private static void write(JsonGenerator out, Text text, Spans spans) throws IOException {
    out.writeStartArray();
    for (int i = 0; i < spans.size(); i++) {
      out.writeStartArray();
      out.writeString(spans.label(i).name());
      out.writeNumber(codePoints(text, spans.start(i)));
      out.writeNumber(codePoints(text, spans.end(i)));
      out.writeEndArray();
    }
    out.writeEndArray();
  }

  private static int codePoints(Text text, int to) {
    String before = new String(text.bytes, 0, to, StandardCharsets.UTF_8);
    return before.codePointCount(0, before.length());
  }
}
