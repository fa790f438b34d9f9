package org.obol.node.listing;

import java.util.List;
import java.util.Optional;
import org.obol.crypto.Json;

/**
 * The forms of training rows that everybody writes alike. Only these names are ever told of the
 * rows of a file: other columns are the owner's affair.
 */
public enum RowFormat {
  /** {@code {"messages": [{"role", "content"}]}}. */
  MESSAGES(new Column("messages", List.of("role", "content"))),
  /** {@code {"conversations": [{"from", "value"}]}}. */
  CONVERSATIONS(new Column("conversations", List.of("from", "value"))),
  /** {@code {"prompt", "completion"}}, two texts. */
  COMPLETION(text("prompt"), text("completion")),
  /** {@code {"instruction", "input", "output"}}, three texts. */
  INSTRUCTION_WITH_INPUT(text("instruction"), text("input"), text("output")),
  /** {@code {"instruction", "output"}}, two texts. */
  INSTRUCTION(text("instruction"), text("output")),
  /** {@code {"text"}}. */
  TEXT(text("text"));

  private final List<Column> columns;

  RowFormat(Column... columns) {
    this.columns = List.of(columns);
  }

  /**
   * A column that every row has.
   *
   * @param turns what each object in the column's list has, all texts; empty when it is a text
   */
  record Column(String name, List<String> turns) {

    private boolean fits(Json value) {
      return turns.isEmpty()
          ? value instanceof Json.Str
          : value instanceof Json.Arr list && list.items().stream().allMatch(this::isTurn);
    }

    private boolean isTurn(Json item) {
      return item instanceof Json.Obj turn
          && turns.stream().allMatch(part -> turn.get(part).orElse(item) instanceof Json.Str);
    }
  }

  private static Column text(String name) {
    return new Column(name, List.of());
  }

  List<Column> columns() {
    return columns;
  }

  /** The first form that each of {@code rows} has; empty when there is none, or no row. */
  public static Optional<RowFormat> of(List<Json> rows) {
    return rows.isEmpty()
        ? Optional.empty()
        : List.of(values()).stream().filter(f -> rows.stream().allMatch(f::fits)).findFirst();
  }

  private boolean fits(Json row) {
    return row instanceof Json.Obj object
        && columns.stream()
            .allMatch(column -> object.get(column.name()).filter(column::fits).isPresent());
  }
}
