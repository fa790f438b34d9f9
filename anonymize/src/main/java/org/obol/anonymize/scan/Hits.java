package org.obol.anonymize.scan;

import java.util.Arrays;
import org.obol.anonymize.Label;

/**
 * What was found in a block of lines: spans in the raw bytes, in order and disjoint, with the
 * unescaped value of each, lines to drop, and placeholders that were there before. Filled by one
 * {@link BlockScanner}, then read by others.
 */
public final class Hits {
  private int size;
  private int[] starts = new int[256];
  private int[] ends = new int[256];
  private int[] paths = new int[256];
  private int[] valueEnds = new int[256];
  private long[] indexes = new long[256];
  private Label[] labels = new Label[256];
  private byte[] values = new byte[4096];
  private int droppedSize;
  private int[] dropped = new int[8];
  private int literalSize;
  private Label[] literalLabels = new Label[4];
  private long[] literals = new long[4];
  private int lines;

  void clear() {
    size = 0;
    droppedSize = 0;
    literalSize = 0;
    lines = 0;
  }

  void add(Label label, int start, int end, int path, Text text, int from, int to) {
    if (size == starts.length) {
      grow();
    }
    int length = to - from;
    int valueFrom = valueFrom(size);
    if (valueFrom + length > values.length) {
      values = Arrays.copyOf(values, Math.max(values.length * 2, valueFrom + length));
    }
    System.arraycopy(text.bytes, from, values, valueFrom, length);
    labels[size] = label;
    starts[size] = start;
    ends[size] = end;
    paths[size] = path;
    valueEnds[size++] = valueFrom + length;
  }

  void addLiteral(Label label, long index) {
    if (literalSize == literals.length) {
      literals = Arrays.copyOf(literals, literalSize * 2);
      literalLabels = Arrays.copyOf(literalLabels, literalSize * 2);
    }
    literalLabels[literalSize] = label;
    literals[literalSize++] = index;
  }

  void drop(int start, int end) {
    if (droppedSize == dropped.length) {
      dropped = Arrays.copyOf(dropped, droppedSize * 2);
    }
    dropped[droppedSize++] = start;
    dropped[droppedSize++] = end;
  }

  /** Forgets the spans behind the first {@code size}. */
  void cut(int size) {
    this.size = size;
  }

  void cutLiterals(int size) {
    literalSize = size;
  }

  void lines(int lines) {
    this.lines = lines;
  }

  public int size() {
    return size;
  }

  public Label label(int hit) {
    return labels[hit];
  }

  /** First raw byte of the span in the block. */
  public int start(int hit) {
    return starts[hit];
  }

  /** Behind the last raw byte of the span in the block. */
  public int end(int hit) {
    return ends[hit];
  }

  /** The id that {@link FieldPaths} gave to where the string is. */
  public int path(int hit) {
    return paths[hit];
  }

  /** The array with the unescaped values. */
  public byte[] values() {
    return values;
  }

  public int valueFrom(int hit) {
    return hit == 0 ? 0 : valueEnds[hit - 1];
  }

  public int valueTo(int hit) {
    return valueEnds[hit];
  }

  /** The number that {@link #number} gave to the value of a span, 0 before. */
  public long index(int hit) {
    return indexes[hit];
  }

  public void number(int hit, long index) {
    indexes[hit] = index;
  }

  /**
   * How many ranges {@link #droppedStart} and {@link #droppedEnd} know: lines to leave out, line
   * feed included.
   */
  public int dropped() {
    return droppedSize / 2;
  }

  public int droppedStart(int range) {
    return dropped[2 * range];
  }

  public int droppedEnd(int range) {
    return dropped[2 * range + 1];
  }

  /** How many placeholders were in the input. */
  public int literals() {
    return literalSize;
  }

  public Label literalLabel(int literal) {
    return literalLabels[literal];
  }

  public long literal(int literal) {
    return literals[literal];
  }

  /** Lines in the block, empty and dropped ones included. */
  public int lines() {
    return lines;
  }

  private void grow() {
    int length = size * 2;
    starts = Arrays.copyOf(starts, length);
    ends = Arrays.copyOf(ends, length);
    paths = Arrays.copyOf(paths, length);
    valueEnds = Arrays.copyOf(valueEnds, length);
    indexes = Arrays.copyOf(indexes, length);
    labels = Arrays.copyOf(labels, length);
  }
}
