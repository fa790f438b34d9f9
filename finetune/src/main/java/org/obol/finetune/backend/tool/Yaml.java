package org.obol.finetune.backend.tool;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.obol.crypto.Json;

/**
 * Writes configuration that YAML 1.1 and 1.2 readers understand alike: block style, every text in
 * double quotes, so that none is taken for a number, a date or a truth value.
 */
final class Yaml {

  private static final String STEP = "  ";

  private Yaml() {}

  static String text(Json.Obj config) {
    var out = new StringBuilder();
    members(config, "", out);
    return out.toString();
  }

  /** A number with a point: PyYAML reads {@code 1e-4} as a text, and tools tell 1 from 1.0. */
  static Json decimal(BigDecimal value) {
    BigDecimal plain = value.stripTrailingZeros();
    return new Json.Num((plain.scale() < 1 ? plain.setScale(1) : plain).toPlainString());
  }

  static Json texts(List<String> values) {
    return Json.of(values.stream().map(Json::of).toList());
  }

  private static void members(Json.Obj object, String indent, StringBuilder out) {
    for (Map.Entry<String, Json> member : object.members().entrySet()) {
      out.append(indent).append(member.getKey()).append(':');
      value(member.getValue(), indent, out);
    }
  }

  private static void value(Json value, String indent, StringBuilder out) {
    switch (value) {
      case Json.Obj o when !o.members().isEmpty() -> {
        out.append('\n');
        members(o, indent + STEP, out);
      }
      case Json.Arr a when a.items().stream().anyMatch(Json.Obj.class::isInstance) -> {
        out.append('\n');
        for (Json item : a.items()) {
          var nested = new StringBuilder();
          members(item.asObject("an item"), indent + STEP + STEP, nested);
          // The first member stands beside the dash.
          nested.replace(0, indent.length() + STEP.length() * 2, indent + STEP + "- ");
          out.append(nested);
        }
      }
      default -> out.append(' ').append(flow(value)).append('\n');
    }
  }

  private static String flow(Json value) {
    return switch (value) {
      case Json.Str s -> quoted(s.value());
      case Json.Arr a ->
          a.items().stream().map(Yaml::flow).collect(Collectors.joining(", ", "[", "]"));
      case Json.Obj o -> "{}";
      case Json.Num n -> n.literal();
      case Json.Bool b -> Boolean.toString(b.value());
      case Json.Null n -> "null";
    };
  }

  private static String quoted(String text) {
    var out = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                out.append('\\').appendCodePoint(c);
              } else if (c >= ' ' && c < 0x7f) {
                out.appendCodePoint(c);
              } else {
                // YAML 1.1 folds lines at characters that JSON leaves alone, such as U+2028.
                out.append(String.format(Locale.ROOT, "\\U%08X", c));
              }
            });
    return out.append('"').toString();
  }
}
