package org.obol.crypto;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON document strictly: UTF-8 without a byte order mark, no duplicate keys, no unpaired
 * surrogates, at most {@value #MAX_DEPTH} levels deep, nothing but white space after it.
 */
public final class JsonReader {

  /** Deepest nesting that is read. */
  public static final int MAX_DEPTH = 64;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(32)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private JsonReader() {}

  /**
   * Reads the document in {@code utf8}, which must not be longer than {@code maxBytes}.
   *
   * @throws JsonException with line and column
   */
  public static Json read(byte[] utf8, long maxBytes) {
    if (utf8.length > maxBytes) {
      throw new JsonException(
          "JSON document of " + utf8.length + " bytes, at most " + maxBytes + " are read");
    }
    // Decoded first: the byte parser guesses UTF-16 and UTF-32, and lets some bad UTF-8 pass.
    return read(decode(utf8));
  }

  /**
   * Reads the document in {@code text}.
   *
   * @throws JsonException with line and column
   */
  public static Json read(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return document(parser);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Json document(JsonParser parser) throws IOException {
    try {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new JsonException("JSON document is empty");
      }
      Json value = value(parser, first);
      if (parser.nextToken() != null) {
        throw at("something follows the JSON document", parser.currentTokenLocation());
      }
      return value;
    } catch (JsonProcessingException e) {
      // A broken limit is reported without a place: where the parser stands is close enough.
      JsonLocation where = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
      throw at(e.getOriginalMessage(), where);
    }
  }

  private static Json value(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> {
        Map<String, Json> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String key = paired(parser.currentName(), parser);
          members.put(key, value(parser, parser.nextToken()));
        }
        yield new Json.Obj(members);
      }
      case START_ARRAY -> {
        List<Json> items = new ArrayList<>();
        JsonToken next = parser.nextToken();
        while (next != JsonToken.END_ARRAY) {
          items.add(value(parser, next));
          next = parser.nextToken();
        }
        yield new Json.Arr(items);
      }
      case VALUE_STRING -> new Json.Str(paired(parser.getText(), parser));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(parser.getText());
      case VALUE_TRUE -> new Json.Bool(true);
      case VALUE_FALSE -> new Json.Bool(false);
      case VALUE_NULL -> new Json.Null();
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw at("unexpected " + token, parser.currentTokenLocation());
    };
  }

  private static String paired(String text, JsonParser parser) {
    if (!Json.isPaired(text)) {
      throw at("unpaired surrogate in a string", parser.currentTokenLocation());
    }
    return text;
  }

  private static String decode(byte[] utf8) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new JsonException("JSON document is not valid UTF-8");
    }
  }

  private static JsonException at(String message, JsonLocation where) {
    return new JsonException(
        "line "
            + where.getLineNr()
            + ", column "
            + where.getColumnNr()
            + ": "
            + message.lines().findFirst().orElse(""));
  }
}
