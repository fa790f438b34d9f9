package org.obol.node.listing;

/** Words of an owner within a document in Markdown, where they must stay words. */
final class Markdown {

  private static final int LONGEST = 400;
  private static final String SPECIAL = "\\`*_{}[]()#+!|~";

  private Markdown() {}

  /** One line of at most 400 characters that looks as {@code text} and means nothing else. */
  static String text(String text) {
    var out = new StringBuilder();
    text.codePoints().map(c -> Invisible.is(c) ? ' ' : c).limit(LONGEST).forEach(c -> put(out, c));
    return out.toString().replaceAll(" +", " ").strip();
  }

  /** Tags and entities are written so that they are none in HTML either. */
  private static void put(StringBuilder out, int c) {
    switch (c) {
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '&' -> out.append("&amp;");
      default -> {
        if (SPECIAL.indexOf(c) >= 0) {
          out.append('\\');
        }
        out.appendCodePoint(c);
      }
    }
  }
}
