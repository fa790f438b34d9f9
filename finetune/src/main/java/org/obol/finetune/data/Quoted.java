package org.obol.finetune.data;

/** Names out of a file as messages show them: short, on one line. */
final class Quoted {

  private static final int LONGEST = 40;

  private Quoted() {}

  /** The name in quotation marks. */
  static String of(String name) {
    return "\"" + cut(name, LONGEST) + "\"";
  }

  /** At most {@code longest} characters without control characters. */
  static String cut(String text, int longest) {
    String head = text;
    if (text.length() > longest) {
      int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
      head = text.substring(0, end) + "…";
    }
    // Most names have none, and this is asked for each value of a file.
    return head.chars().anyMatch(c -> c < ' ' || c == 0x7f)
        ? head.replaceAll("\\p{Cntrl}", "?")
        : head;
  }
}
