package org.obol.finetune.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;

/**
 * The first thing that is wrong with a line that {@link JsonReader} refused, told apart finer than
 * the reader does: that one says no, this one says why, for somebody who has to mend the file.
 *
 * @param column from 1
 */
record JsonFault(Rule rule, int column, Pointer pointer, String message) {

  private static final String LIMITS =
      "nested more than " + JsonReader.MAX_DEPTH + " levels, or a number or key is too long";

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(JsonReader.MAX_DEPTH)
                  .maxNumberLength(32)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** What is wrong with {@code line}, which the reader refused, saying {@code refusal}. */
  static JsonFault of(String line, String refusal) {
    try (JsonParser parser = FACTORY.createParser(line)) {
      try {
        return first(parser)
            .orElseGet(() -> new JsonFault(Rule.NOT_JSON, 1, Pointer.RECORD, refusal));
      } catch (JsonProcessingException e) {
        return of(e, parser, line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Walks what can be parsed and is refused all the same. */
  private static Optional<JsonFault> first(JsonParser parser) throws IOException {
    Deque<Set<String>> keys = new ArrayDeque<>();
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      switch (token) {
        case START_OBJECT, START_ARRAY -> keys.push(new HashSet<>());
        case END_OBJECT, END_ARRAY -> keys.pop();
        case FIELD_NAME -> {
          String key = parser.currentName();
          if (!Json.isPaired(key)) {
            return at(parser, Rule.LONE_SURROGATE, "half of a surrogate pair in a key");
          }
          if (!keys.getFirst().add(key)) {
            return at(parser, Rule.DUPLICATE_KEY, "the key " + Quoted.of(key) + " is there twice");
          }
        }
        case VALUE_STRING -> {
          if (!Json.isPaired(parser.getText())) {
            return at(parser, Rule.LONE_SURROGATE, "half of a surrogate pair");
          }
        }
        case VALUE_NUMBER_FLOAT -> {
          if (parser.isNaN()) {
            return at(parser, Rule.NOT_A_NUMBER, parser.getText() + " is no JSON");
          }
        }
        default -> {
          // The other values are refused by nobody.
        }
      }
      if (keys.isEmpty() && parser.nextToken() != null) {
        return at(parser, Rule.TWO_VALUES, "something follows the record");
      }
    }
    return Optional.empty();
  }

  private static Optional<JsonFault> at(JsonParser parser, Rule rule, String message) {
    return Optional.of(
        new JsonFault(rule, parser.currentTokenLocation().getColumnNr(), pointer(parser), message));
  }

  private static JsonFault of(JsonProcessingException e, JsonParser parser, String line) {
    JsonLocation where = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
    int column = Math.clamp(where.getColumnNr(), 1, line.length() + 1);
    Pointer pointer = pointer(parser);
    if (e instanceof JsonEOFException) {
      return new JsonFault(Rule.CUT_OFF, line.length() + 1, pointer, "the line ends in the record");
    }
    if (e instanceof StreamConstraintsException) {
      return new JsonFault(Rule.BEYOND_LIMIT, column, pointer, LIMITS);
    }
    // The parser stands on the character that it did not expect, or just behind it.
    int at = Math.min(line.length(), column) - 1;
    char found = at < 0 ? ' ' : line.charAt(at);
    if (found == 0) {
      return new JsonFault(Rule.NUL, column, pointer, "a NUL character");
    }
    if (found == '\'' || (at > 0 && line.charAt(at - 1) == '\'')) {
      return new JsonFault(
          Rule.SINGLE_QUOTES, column, pointer, "a single quote, where JSON has double ones");
    }
    if ((found == '}' || found == ']') && line.substring(0, at).stripTrailing().endsWith(",")) {
      return new JsonFault(Rule.TRAILING_COMMA, column, pointer, "nothing between , and " + found);
    }
    if (python(line, at)) {
      return new JsonFault(
          Rule.SINGLE_QUOTES, column, pointer, "True, False or None of Python, not of JSON");
    }
    return new JsonFault(
        Rule.NOT_JSON, column, pointer, "unexpected " + Quoted.of(character(line, at)));
  }

  /** The whole character, of which {@code at} may be the second half. */
  private static String character(String line, int at) {
    if (at < 0) {
      return " ";
    }
    boolean second = at > 0 && Character.isSurrogatePair(line.charAt(at - 1), line.charAt(at));
    return Character.toString(line.codePointAt(second ? at - 1 : at));
  }

  private static boolean python(String line, int at) {
    String near = line.substring(Math.max(0, at - 5), Math.min(line.length(), at + 5));
    return near.contains("True") || near.contains("False") || near.contains("None");
  }

  /** Where the parser stands; not Jackson's own, which keeps keys of any length. */
  private static Pointer pointer(JsonParser parser) {
    Deque<Object> steps = new ArrayDeque<>();
    for (var at = parser.getParsingContext(); at != null && !at.inRoot(); at = at.getParent()) {
      if (at.inArray()) {
        steps.push(at.getCurrentIndex());
      } else if (at.getCurrentName() != null) {
        steps.push(at.getCurrentName());
      }
    }
    Pointer pointer = Pointer.RECORD;
    for (Object step : steps) {
      pointer =
          step instanceof Integer index
              ? pointer.child(Math.max(0, index))
              : pointer.child((String) step);
    }
    return pointer;
  }
}
