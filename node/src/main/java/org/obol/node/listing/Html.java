package org.obol.node.listing;

import org.obol.crypto.Json;

/** Words and data of others within a page, where they must stay words and data. */
public final class Html {

  private Html() {}

  /** Text of an element or a quoted attribute that looks as {@code text} and means nothing else. */
  public static String text(String text) {
    var out = new StringBuilder();
    text.codePoints().map(c -> Invisible.is(c) ? ' ' : c).forEach(c -> put(out, c));
    return out.toString();
  }

  private static void put(StringBuilder out, int c) {
    switch (c) {
      case '<' -> out.append("&lt;");
      case '>' -> out.append("&gt;");
      case '&' -> out.append("&amp;");
      case '"' -> out.append("&quot;");
      case '\'' -> out.append("&#39;");
      default -> out.appendCodePoint(c);
    }
  }

  /**
   * A block of data that says {@code document}. Within it nothing is markup but {@code </script}
   * and {@code <!--} (HTML section 4.12.1.3), and JSON has these characters in strings only.
   */
  static String data(String type, Json document) {
    String json =
        document
            .text()
            .replace("<", "\\u003c")
            .replace(">", "\\u003e")
            .replace("&", "\\u0026")
            .replace("\u2028", "\\u2028")
            .replace("\u2029", "\\u2029");
    return "<script type=\"" + text(type) + "\">" + json + "</script>";
  }
}
