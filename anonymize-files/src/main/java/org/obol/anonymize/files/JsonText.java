package org.obol.anonymize.files;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes maps, lists, strings and numbers as indented JSON. Not thread-safe. */
final class JsonText {
  private final StringBuilder out = new StringBuilder();

  String value(Object value) {
    append(value, "\n");
    return out.toString();
  }

  private void append(Object value, String line) {
    switch (value) {
      case Map<?, ?> map -> map(map, line);
      case List<?> list -> list(list, line);
      case Number number -> out.append(number);
      default -> string(value.toString());
    }
  }

  private void map(Map<?, ?> map, String line) {
    if (map.isEmpty()) {
      out.append("{}");
      return;
    }
    String inner = line + "  ";
    out.append('{');
    for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        entries.hasNext(); ) {
      Map.Entry<?, ?> entry = entries.next();
      out.append(inner);
      string(entry.getKey().toString());
      out.append(": ");
      append(entry.getValue(), inner);
      out.append(entries.hasNext() ? "," : line);
    }
    out.append('}');
  }

  private void list(List<?> list, String line) {
    if (list.isEmpty()) {
      out.append("[]");
      return;
    }
    String inner = line + "  ";
    out.append('[');
    for (Iterator<?> items = list.iterator(); items.hasNext(); ) {
      out.append(inner);
      append(items.next(), inner);
      out.append(items.hasNext() ? "," : line);
    }
    out.append(']');
  }

  private void string(String text) {
    // Round about UTF-8, which leaves no unpaired surrogate of a file name.
    String paired = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    out.append('"');
    for (int i = 0; i < paired.length(); i++) {
      char c = paired.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20 || c == 0x7f) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
