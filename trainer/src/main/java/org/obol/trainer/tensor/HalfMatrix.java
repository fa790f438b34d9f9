package org.obol.trainer.tensor;

/**
 * A matrix that never changes and whose numbers all are bfloat16, in the panels of a {@link Matrix}
 * and half its room.
 */
public final class HalfMatrix implements Factor {

  private final int rows;
  private final int columns;
  private final short[] data;

  private HalfMatrix(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
    this.data = new short[Matrix.size(rows, columns)];
  }

  /** Numbers that follow each other row by row, in as little room as keeps every bit. */
  public static Factor pack(int rows, int columns, float[] values) {
    return isHalf(values) ? half(rows, columns, values) : Matrix.of(rows, columns, values);
  }

  private static boolean isHalf(float[] values) {
    for (float value : values) {
      if ((Float.floatToRawIntBits(value) & 0xffff) != 0) {
        return false;
      }
    }
    return true;
  }

  private static HalfMatrix half(int rows, int columns, float[] values) {
    var matrix = new HalfMatrix(rows, columns);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        matrix.data[matrix.at(row, column)] =
            (short) (Float.floatToRawIntBits(values[row * columns + column]) >>> 16);
      }
    }
    return matrix;
  }

  private int at(int row, int column) {
    return (column / Matrix.PANEL * rows + row) * Matrix.PANEL + column % Matrix.PANEL;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public float get(int row, int column) {
    return Float.intBitsToFloat(data[at(row, column)] << 16);
  }

  @Override
  public boolean isInPlace() {
    return false;
  }

  @Override
  public Left across(int row, int column, Extent extent, Scratch scratch) {
    int block = Matrix.PANEL * Matrix.PANEL;
    int length = extent.rows() * Matrix.PANEL;
    for (int k = 0, to = 0; k < extent.steps(); k += Matrix.PANEL, to += block) {
      scratch.kernel().widen(data, at(row, column + k), scratch.floats(), to, length);
    }
    return new Left(scratch.floats(), 0, Matrix.PANEL, 1, block);
  }

  @Override
  public Left down(int row, int column, Extent extent, Scratch scratch) {
    int length = extent.steps() * Matrix.PANEL;
    scratch.kernel().widen(data, at(row, column), scratch.floats(), 0, length);
    return new Left(scratch.floats(), 0, 1, Matrix.PANEL, Matrix.PANEL * Matrix.PANEL);
  }
}
