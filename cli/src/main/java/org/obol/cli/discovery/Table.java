package org.obol.cli.discovery;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.obol.crypto.Shown;

/**
 * Cells in columns. Their text is a stranger's: what steers a terminal, or is not seen in it, is
 * shown as "?", and what is long is cut.
 */
final class Table {

  private static final int MAX_WIDTH = 48;

  private final List<List<String>> rows = new ArrayList<>();

  Table(String... heads) {
    rows.add(List.of(heads));
  }

  /** Adds a row; the last cell is never cut. */
  void row(String... cells) {
    List<String> cleaned = new ArrayList<>(Arrays.stream(cells).map(Shown::line).toList());
    for (int i = 0; i < cleaned.size() - 1; i++) {
      cleaned.set(i, brief(cleaned.get(i)));
    }
    rows.add(cleaned);
  }

  /** The rows with their columns below each other; empty when there is only the head. */
  List<String> lines() {
    if (rows.size() == 1) {
      return List.of();
    }
    return rows.stream().map(this::line).toList();
  }

  private String line(List<String> cells) {
    var line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      line.append(cell);
      if (i < cells.size() - 1) {
        line.append(" ".repeat(width(i) - length(cell) + 2));
      }
    }
    return line.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
  }

  private static String brief(String text) {
    return length(text) <= MAX_WIDTH
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MAX_WIDTH - 1)) + "…";
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
