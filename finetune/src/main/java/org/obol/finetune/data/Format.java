package org.obol.finetune.data;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.obol.crypto.Json;

/** How records are written in a file that somebody else made. */
public enum Format {
  /** {@code {"messages": [{"role", "content"}]}}. */
  MESSAGES("messages", List.of("messages"), Set.of("tools")),
  /** {@code {"conversations": [{"from", "value"}]}}. */
  SHAREGPT("sharegpt", List.of("conversations"), Set.of("system", "tools")),
  /** {@code {"prompt", "completion"}}, both strings or both lists of messages. */
  PAIR("prompt/completion", List.of("prompt", "completion"), Set.of("tools")),
  /** {@code {"instruction", "input", "output"}}. */
  ALPACA("alpaca", List.of("instruction", "output"), Set.of("input", "history", "system")),
  /** {@code {"text"}}. */
  TEXT("text", List.of("text"), Set.of());

  private final String text;
  private final List<String> columns;
  private final Set<String> more;

  Format(String text, List<String> columns, Set<String> more) {
    this.text = text;
    this.columns = columns;
    this.more = more;
  }

  /** How reports call it. */
  public String text() {
    return text;
  }

  /** The format of that name. */
  public static Optional<Format> of(String text) {
    return Arrays.stream(values()).filter(format -> format.text.equals(text)).findFirst();
  }

  /** The columns by which it is known. */
  List<String> columns() {
    return columns;
  }

  /** Whether the column means something to this format. */
  boolean reads(String column) {
    return columns.contains(column) || more.contains(column);
  }

  /**
   * The format of a record: the first one whose columns are all there, or else the first one of
   * which a column is there.
   */
  static Optional<Format> of(Json.Obj record) {
    Set<String> names = record.members().keySet();
    Optional<Format> whole =
        Arrays.stream(values()).filter(format -> names.containsAll(format.columns)).findFirst();
    return whole.or(() -> Arrays.stream(values()).filter(f -> f.fits(record)).findFirst());
  }

  /** Whether a record of a file of this format is one too: it has one of the columns. */
  boolean fits(Json.Obj record) {
    return columns.stream().anyMatch(record.members()::containsKey);
  }

  /** What a record shows of its format: which of the columns it has. */
  String evidence(Json.Obj record) {
    List<String> there = columns.stream().filter(record.members()::containsKey).toList();
    return (there.size() == 1 ? "column " : "columns ")
        + String.join(" and ", there.stream().map(Quoted::of).toList());
  }
}
