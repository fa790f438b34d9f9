package org.obol.anonymize.rules;

/** How deeply the brackets of a TOML file are nested, those in strings and comments left out. */
final class TomlDepth {
  private final String toml;
  private int at;

  private TomlDepth(String toml) {
    this.toml = toml;
  }

  static int of(String toml) {
    return new TomlDepth(toml).deepest();
  }

  private int deepest() {
    int depth = 0;
    int deepest = 0;
    while (at < toml.length()) {
      switch (toml.charAt(at)) {
        case '[', '{' -> deepest = Math.max(deepest, ++depth);
        case ']', '}' -> depth--;
        case '#' -> skipTo("\n", false);
        case '\'' -> skipString("'", false);
        case '"' -> skipString("\"", true);
        default -> {}
      }
      at++;
    }
    return deepest;
  }

  private void skipString(String quote, boolean escapes) {
    String three = quote.repeat(3);
    if (toml.startsWith(three, at)) {
      at += 3;
      skipTo(three, escapes);
      at += 2;
    } else {
      at++;
      skipTo(quote, escapes);
    }
  }

  /** Moves to the next {@code end}. */
  private void skipTo(String end, boolean escapes) {
    while (at < toml.length() && !toml.startsWith(end, at)) {
      at += escapes && toml.charAt(at) == '\\' ? 2 : 1;
    }
  }
}
