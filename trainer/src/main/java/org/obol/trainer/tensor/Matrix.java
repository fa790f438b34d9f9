package org.obol.trainer.tensor;

/**
 * A matrix of 32-bit floats in panels of {@value #PANEL} columns: all rows of the first panel, then
 * all of the next. The last panel is filled up with columns that nobody reads as results.
 */
public final class Matrix implements Factor {

  /** Columns of a panel. */
  public static final int PANEL = 32;

  private final int rows;
  private final int columns;
  private final float[] data;

  /**
   * A matrix of zeros.
   *
   * @throws IllegalArgumentException when it is too large for an array
   */
  public Matrix(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    this.data = new float[size(rows, columns)];
  }

  /** From numbers that follow each other row by row. */
  public static Matrix of(int rows, int columns, float[] values) {
    var matrix = new Matrix(rows, columns);
    matrix.set(values);
    return matrix;
  }

  /** How many numbers a matrix with its filled up panel has. */
  static int size(int rows, int columns) {
    long size = (long) rows * panels(columns) * PANEL;
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "a matrix of " + rows + " by " + columns + " does not fit an array");
    }
    return (int) size;
  }

  private static int panels(int columns) {
    return (columns + PANEL - 1) / PANEL;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  /** How many panels. */
  public int panels() {
    return panels(columns);
  }

  /** How many columns of a panel count. */
  public int columns(int panel) {
    return Math.min(PANEL, columns - panel * PANEL);
  }

  /** The numbers, in the order of {@link #at}. */
  public float[] data() {
    return data;
  }

  /** Where the first column of a panel in a row is. */
  public int at(int row, int panel) {
    return (panel * rows + row) * PANEL;
  }

  /** A panel from a row on. */
  public Slab slab(int row, int panel) {
    return new Slab(data, at(row, panel));
  }

  @Override
  public float get(int row, int column) {
    return data[at(row, column / PANEL) + column % PANEL];
  }

  /** Changes one element. */
  public void set(int row, int column, float value) {
    data[at(row, column / PANEL) + column % PANEL] = value;
  }

  /** Takes numbers that follow each other row by row. */
  public void set(float[] values) {
    for (int row = 0; row < rows; row++) {
      for (int panel = 0; panel < panels(); panel++) {
        int from = row * columns + panel * PANEL;
        System.arraycopy(values, from, data, at(row, panel), columns(panel));
      }
    }
  }

  /** Rows as columns. */
  public Matrix turned() {
    var turned = new Matrix(/* rows= */ columns, /* columns= */ rows);
    for (int panel = 0; panel < panels(); panel++) {
      for (int row = 0; row < rows; row++) {
        int from = at(row, panel);
        for (int j = 0; j < columns(panel); j++) {
          turned.set(panel * PANEL + j, row, data[from + j]);
        }
      }
    }
    return turned;
  }

  @Override
  public boolean isInPlace() {
    return true;
  }

  @Override
  public Left across(int row, int column, Extent extent, Scratch scratch) {
    return across(row, column);
  }

  @Override
  public Left down(int row, int column, Extent extent, Scratch scratch) {
    return down(row, column);
  }

  /** The rows from {@code row} on as they are; see {@link Factor#across}. */
  public Left across(int row, int column) {
    return new Left(data, at(row, column / PANEL), PANEL, 1, rows * PANEL);
  }

  /** The columns from {@code column} on as rows; see {@link Factor#down}. */
  public Left down(int row, int column) {
    return new Left(data, at(row, column / PANEL), 1, PANEL, PANEL * PANEL);
  }
}
