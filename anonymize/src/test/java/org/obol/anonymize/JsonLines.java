package org.obol.anonymize;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** JSON lines as another parser reads them. */
final class JsonLines {
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(512)
                  .maxNumberLength(1 << 20)
                  .maxNameLength(1 << 20)
                  .build())
          .build();
  private static final Pattern PLACEHOLDER = Pattern.compile("<[A-Z][A-Z0-9_]*_\\d+>");

  private JsonLines() {}

  /** A token: its kind, and its text or number as it is written. */
  record Token(JsonToken kind, String text) {}

  /** The tokens of all lines, empty when one of them is not JSON that this project accepts. */
  static Optional<List<Token>> tokens(byte[] input) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(input)).toString();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
    List<Token> tokens = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (!blank(line) && !read(line, tokens)) {
        return Optional.empty();
      }
    }
    return Optional.of(tokens);
  }

  private static boolean blank(String line) {
    return line.chars().allMatch(c -> c == ' ' || c == '\t' || c == '\r');
  }

  private static boolean read(String line, List<Token> tokens) {
    try (JsonParser parser = FACTORY.createParser(line)) {
      int depth = 0;
      boolean value = false;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (value) {
          return false;
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        value = depth == 0;
        String text = parser.getText();
        if (loneSurrogate(text)) {
          return false;
        }
        int before = tokens.size();
        tokens.add(new Token(token, text));
        if (token == JsonToken.VALUE_STRING && (text.startsWith("{") || text.startsWith("["))) {
          inside(text, tokens, before);
        }
      }
      return value;
    } catch (IOException e) {
      return false;
    }
  }

  /** JSON in a string counts by its tokens, however they are escaped. */
  private static void inside(String text, List<Token> tokens, int at) {
    List<Token> nested = new ArrayList<>();
    if (read(text, nested)) {
      tokens.set(at, new Token(JsonToken.VALUE_STRING, "JSON"));
      tokens.addAll(nested);
    }
  }

  private static boolean loneSurrogate(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  /**
   * Whether {@code after} is {@code before} with some parts of strings replaced by placeholders.
   */
  static boolean onlyMasked(List<Token> before, List<Token> after) {
    if (before.size() != after.size()) {
      return false;
    }
    for (int i = 0; i < before.size(); i++) {
      Token was = before.get(i);
      Token is = after.get(i);
      boolean string = was.kind() == JsonToken.VALUE_STRING || was.kind() == JsonToken.FIELD_NAME;
      if (was.kind() != is.kind()
          || !(string ? masked(was.text(), is.text()) : was.text().equals(is.text()))) {
        return false;
      }
    }
    return true;
  }

  private static boolean masked(String before, String after) {
    int at = 0;
    boolean first = true;
    for (String kept : PLACEHOLDER.split(after, -1)) {
      int found = first ? (before.startsWith(kept) ? 0 : -1) : before.indexOf(kept, at);
      if (found < 0) {
        return false;
      }
      at = found + kept.length();
      first = false;
    }
    return true;
  }
}
