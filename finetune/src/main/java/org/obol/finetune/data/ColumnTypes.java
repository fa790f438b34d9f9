package org.obol.finetune.data;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.obol.crypto.Shown;

/** Rule F10: remembers the types of columns and sees when they change. Not thread-safe. */
final class ColumnTypes {

  /** Most paths that are remembered; further ones are not compared. */
  private static final int MOST = 1000;

  private record Seen(int types, long line) {}

  private final Map<String, Seen> seen = new HashMap<>();

  /** Takes the types of a line, and adds a finding to {@code out} where one is new. */
  void add(RecordNotes record, Format format, RecordNotes out) {
    record
        .types()
        .forEach(
            (path, types) -> {
              Seen before = seen.get(path);
              if (before == null) {
                if (seen.size() < MOST) {
                  seen.put(path, new Seen(types, record.line()));
                }
              } else if ((types & ~before.types()) != 0) {
                seen.put(path, new Seen(types | before.types(), before.line()));
                out.add(rule(path, types, before, format), place(path), words(path, types, before));
              }
            });
  }

  private static Rule rule(String path, int types, Seen before, Format format) {
    int nul = ValueType.NULL.bit();
    if (((types & ~before.types()) | nul) == nul || before.types() == nul) {
      return Rule.NULL_AND_VALUE;
    }
    // Strings and lists of messages are both fine, but do not make files of one shape.
    return format == Format.PAIR && (path.equals("/prompt") || path.equals("/completion"))
        ? Rule.TYPE_CHANGES
        : Rule.TYPE_VARIES;
  }

  /** The part of the path that is a place in this record. */
  private static Pointer place(String path) {
    int any = path.indexOf("/*");
    return new Pointer(any < 0 ? path : path.substring(0, any));
  }

  private static String words(String path, int types, Seen before) {
    return Shown.brief(path.substring(1), 80)
        + " is here "
        + names(types)
        + ", "
        + names(before.types())
        + " from line "
        + before.line();
  }

  private static String names(int types) {
    return Arrays.stream(ValueType.values())
        .filter(type -> (types & type.bit()) != 0)
        .map(ValueType::words)
        .collect(Collectors.joining(" and "));
  }
}
