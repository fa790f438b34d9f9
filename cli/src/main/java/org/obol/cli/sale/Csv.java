package org.obol.cli.sale;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Lines of comma-separated values (RFC 4180) that no spreadsheet runs as formulas. */
final class Csv {

  /** What spreadsheets take for the beginning of a formula. */
  private static final Pattern FORMULA =
      Pattern.compile("(?s)\\s*[=+\\-@|%\uff1d\uff0b\uff0d\uff20].*|[\\t\\r\\n].*");

  private static final Pattern PLAIN = Pattern.compile("[^\",;\\s'][^\",;\\r\\n]*|");

  private Csv() {}

  static String line(List<String> cells) {
    return cells.stream().map(Csv::cell).collect(Collectors.joining(","));
  }

  private static String cell(String text) {
    String safe = FORMULA.matcher(text).matches() ? "'" + text : text;
    return PLAIN.matcher(safe).matches() ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
  }
}
