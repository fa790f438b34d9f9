package org.obol.anonymize;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * Makes records with addresses planted in strings that are escaped in every way, and says what must
 * become of them.
 */
final class RecordMaker {
  private static final String[] WORDS = {
    "hello",
    "né",
    "订单",
    "🚀",
    "\"quoted\"",
    "back\\slash",
    "tab\there",
    "line\nbreak",
    "a<b",
    "50%",
    "x=1",
    "\u0001"
  };

  private final Random random;
  private final Map<String, Integer> numbers = new HashMap<>();

  RecordMaker(long seed) {
    random = new Random(seed);
  }

  record Made(String input, String expected) {}

  Made lines(int count) {
    StringBuilder input = new StringBuilder();
    StringBuilder expected = new StringBuilder();
    for (int i = 0; i < count; i++) {
      Made value = value(3);
      String space = " ".repeat(random.nextInt(2));
      input.append(space).append(value.input()).append(random.nextInt(3) == 0 ? "\r\n" : "\n");
      expected.append(value.expected()).append('\n');
    }
    return new Made(input.toString(), expected.toString());
  }

  private Made value(int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 4)) {
      case 0 ->
          same(String.valueOf(random.nextInt(1000)) + (random.nextBoolean() ? "e400" : ".50"));
      case 1, 2, 3 -> string(text());
      case 4 -> same("null");
      default -> random.nextBoolean() ? object(depth) : array(depth);
    };
  }

  private static Made same(String text) {
    return new Made(text, text);
  }

  private Made text() {
    StringBuilder input = new StringBuilder();
    StringBuilder expected = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      boolean address = random.nextInt(3) == 0;
      String word =
          address ? "u" + random.nextInt(6) + "@example.org" : WORDS[random.nextInt(WORDS.length)];
      input.append(word).append(' ');
      expected
          .append(
              address
                  ? "<EMAIL_" + numbers.computeIfAbsent(word, w -> numbers.size() + 1) + ">"
                  : word)
          .append(' ');
    }
    return new Made(input.toString(), expected.toString());
  }

  private Made string(Made text) {
    return new Made(quote(text.input()), quote(text.expected()));
  }

  private Made object(int depth) {
    StringBuilder input = new StringBuilder("{");
    StringBuilder expected = new StringBuilder("{");
    for (int i = random.nextInt(4); i > 0; i--) {
      Made key = string(random.nextInt(3) == 0 ? text() : same("key" + i));
      Made value = value(depth - 1);
      input.append(key.input()).append(": ").append(value.input()).append(i > 1 ? " ," : "");
      expected.append(key.expected()).append(':').append(value.expected()).append(i > 1 ? "," : "");
    }
    Made made = new Made(input.append("}").toString(), expected.append("}").toString());
    return random.nextInt(3) == 0 ? string(made) : made;
  }

  private Made array(int depth) {
    StringBuilder input = new StringBuilder("[");
    StringBuilder expected = new StringBuilder("[");
    for (int i = random.nextInt(4); i > 0; i--) {
      Made value = value(depth - 1);
      input.append(value.input()).append(i > 1 ? "," : " ");
      expected.append(value.expected()).append(i > 1 ? "," : "");
    }
    return new Made(input.append("]").toString(), expected.append("]").toString());
  }

  /**
   * A JSON string, with each character as it is where that is allowed, or as one of its escapes.
   */
  private String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    int style = random.nextInt(10);
    for (int c : text.codePoints().toArray()) {
      if (random.nextInt(10) < style / 3) {
        for (char unit : Character.toChars(c)) {
          quoted.append(String.format(random.nextBoolean() ? "\\u%04x" : "\\u%04X", (int) unit));
        }
      } else if (c == '"' || c == '\\') {
        quoted.append('\\').append((char) c);
      } else if (c < 0x20) {
        quoted.append(c == '\n' ? "\\n" : c == '\t' ? "\\t" : String.format("\\u%04x", c));
      } else {
        quoted.appendCodePoint(c);
      }
    }
    return quoted.append('"').toString();
  }
}
