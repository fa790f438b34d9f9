package org.obol.anonymize.scan;

/** A line that is not JSON; says where and why, and quotes nothing of it. */
public final class BadLine extends Exception {
  private final int line;
  private final int column;

  BadLine(int line, int column, String reason) {
    super(reason, null, false, false);
    this.line = line;
    this.column = column;
  }

  /** The line in its block, from 0. */
  public int line() {
    return line;
  }

  /** The byte in the line, from 1. */
  public int column() {
    return column;
  }

  /** What is wrong with it. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
