package org.obol.finetune.data;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.obol.crypto.JsonException;

/** A set of line numbers, from 1, as ascending ranges; written {@code 3,7-9}. */
public final class LineRanges {

  private final long[] bounds;
  private final long count;

  private LineRanges(long[] bounds) {
    this.bounds = bounds;
    long lines = 0;
    for (int i = 0; i < bounds.length; i += 2) {
      lines += bounds[i + 1] - bounds[i] + 1;
    }
    this.count = lines;
  }

  /** Collects numbers that come in ascending order. */
  static final class Builder {
    private long[] bounds = new long[16];
    private int size;

    void add(long line) {
      if (size > 0 && bounds[size - 1] == line - 1) {
        bounds[size - 1] = line;
        return;
      }
      if (size == bounds.length) {
        bounds = Arrays.copyOf(bounds, 2 * size);
      }
      bounds[size++] = line;
      bounds[size++] = line;
    }

    LineRanges build() {
      return new LineRanges(Arrays.copyOf(bounds, size));
    }
  }

  /**
   * Reads the written form.
   *
   * @throws JsonException unless it is what {@link #text} writes
   */
  public static LineRanges parse(String text) {
    if (text.isEmpty()) {
      return new LineRanges(new long[0]);
    }
    long[] bounds =
        Arrays.stream(text.split(",", -1))
            .flatMapToLong(
                range -> {
                  int dash = range.indexOf('-');
                  return dash < 0
                      ? Arrays.stream(new long[] {number(range), number(range)})
                      : Arrays.stream(
                          new long[] {
                            number(range.substring(0, dash)), number(range.substring(dash + 1))
                          });
                })
            .toArray();
    var ranges = new LineRanges(bounds);
    if (!ranges.ascend() || !ranges.text().equals(text)) {
      throw new JsonException("line numbers must be ascending ranges such as 3,7-9");
    }
    return ranges;
  }

  /** How many lines there are. */
  public long count() {
    return count;
  }

  /** Whether the line is one of them. */
  public boolean contains(long line) {
    int at = Arrays.binarySearch(bounds, line);
    // Between the two ends of a range the insertion point is odd.
    return at >= 0 || (-at - 1) % 2 == 1;
  }

  /** The written form. */
  public String text() {
    return text(bounds.length / 2);
  }

  /** The written form, of the first ranges only when there are more than {@code most}. */
  String text(int most) {
    int shown = Math.min(most, bounds.length / 2);
    String text =
        IntStream.range(0, shown)
            .map(i -> 2 * i)
            .mapToObj(
                i -> bounds[i] == bounds[i + 1] ? "" + bounds[i] : bounds[i] + "-" + bounds[i + 1])
            .collect(Collectors.joining(","));
    return shown < bounds.length / 2 ? text + ",…" : text;
  }

  /** The first line; there must be one. */
  long first() {
    return bounds[0];
  }

  private boolean ascend() {
    long last = -1;
    for (int i = 0; i < bounds.length; i += 2) {
      if (bounds[i] < 1 || bounds[i] <= last + 1 - (i == 0 ? 2 : 0) || bounds[i + 1] < bounds[i]) {
        return false;
      }
      last = bounds[i + 1];
    }
    return true;
  }

  private static long number(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new JsonException("\"" + digits + "\" is not a line number");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LineRanges ranges && Arrays.equals(bounds, ranges.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }

  @Override
  public String toString() {
    return text();
  }
}
