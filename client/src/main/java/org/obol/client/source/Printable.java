package org.obol.client.source;

/** Text of a stranger, made safe for a terminal. */
final class Printable {

  private static final int LONGEST = 200;

  private Printable() {}

  static String brief(String text) {
    String shown = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    return shown.replaceAll("\\p{C}", "?");
  }
}
