package org.obol.anonymize.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * A table of a TOML file whose keys are known, case ignored as by gitleaks. What is not understood
 * is refused by its line.
 */
final class TomlReading {
  /** tomlj reads what is nested by recursion. */
  private static final int DEEPEST = 50;

  private final RuleSource source;
  private final TomlTable table;
  private final Map<String, String> keys = new LinkedHashMap<>();

  private TomlReading(RuleSource source, TomlTable table) {
    this.source = source;
    this.table = table;
    for (String key : table.keySet()) {
      if (keys.put(key.toLowerCase(Locale.ROOT), key) != null) {
        throw source.at(line(key)).wrong("the key " + key + " is there twice");
      }
    }
  }

  static TomlReading parse(RuleSource source, String toml) {
    if (TomlDepth.of(toml) > DEEPEST) {
      throw source.wrong("its lists or tables are nested too deeply");
    }
    TomlParseResult result = Toml.parse(toml);
    if (result.hasErrors()) {
      throw source
          .at(result.errors().getFirst().position().line())
          .wrong("it is not TOML: " + result.errors().getFirst().getMessage());
    }
    return new TomlReading(source, result);
  }

  RuleSource source() {
    return source;
  }

  private int line(String key) {
    TomlPosition position = table.inputPositionOf(List.of(key));
    return position == null ? source.line() : position.line();
  }

  /** Demands that no key but these, in lower case, is there. */
  void requireOnly(String where, Set<String> known) {
    keys.forEach(
        (lower, key) -> {
          if (!known.contains(lower)) {
            throw source.at(line(key)).wrong("unknown key " + key + " in " + where);
          }
        });
  }

  boolean has(String key) {
    return keys.containsKey(key);
  }

  RuleSource sourceOf(String key) {
    return source.at(line(keys.getOrDefault(key, key)));
  }

  private @Nullable Object value(String key) {
    String name = keys.get(key);
    return name == null ? null : table.get(List.of(name));
  }

  Optional<String> text(String key) {
    return switch (value(key)) {
      case null -> Optional.empty();
      case String text -> Optional.of(text);
      default -> throw sourceOf(key).wrong(key + " must be a string");
    };
  }

  double number(String key) {
    return switch (value(key)) {
      case null -> 0;
      case Long number -> number;
      case Double number when Double.isFinite(number) -> number;
      default -> throw sourceOf(key).wrong(key + " must be a number");
    };
  }

  boolean flag(String key) {
    return switch (value(key)) {
      case null -> false;
      case Boolean flag -> flag;
      default -> throw sourceOf(key).wrong(key + " must be true or false");
    };
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (Object item : array(key)) {
      if (!(item instanceof String text)) {
        throw sourceOf(key).wrong(key + " must be a list of strings");
      }
      texts.add(text);
    }
    return texts;
  }

  /** The tables of an array of tables, or the one table. */
  List<TomlReading> tables(String key) {
    if (value(key) instanceof TomlTable one) {
      return List.of(new TomlReading(sourceOf(key), one));
    }
    List<TomlReading> tables = new ArrayList<>();
    TomlArray array = array(key).isEmpty() ? null : (TomlArray) value(key);
    for (int i = 0; array != null && i < array.size(); i++) {
      if (!(array.get(i) instanceof TomlTable item)) {
        throw sourceOf(key).wrong(key + " must be a list of tables");
      }
      tables.add(new TomlReading(source.at(array.inputPositionOf(i).line()), item));
    }
    return tables;
  }

  private List<Object> array(String key) {
    return switch (value(key)) {
      case null -> List.of();
      case TomlArray array -> array.toList();
      default -> throw sourceOf(key).wrong(key + " must be a list");
    };
  }
}
