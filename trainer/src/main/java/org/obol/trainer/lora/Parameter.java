package org.obol.trainer.lora;

import java.util.Arrays;
import java.util.List;
import org.obol.trainer.safetensors.Tensor;
import org.obol.trainer.tensor.Matrix;

/** A matrix that is trained, its gradient, and the form in which both are multiplied. */
public final class Parameter {

  private final String name;
  private final int rows;
  private final int columns;
  private final float[] values;
  private final Matrix packed;
  private final Matrix gradient;

  /** A matrix of zeros; {@code name} is PEFT's. */
  Parameter(String name, int rows, int columns) {
    this.name = name;
    this.rows = rows;
    this.columns = columns;
    this.values = new float[rows * columns];
    this.packed = new Matrix(features(), rank());
    this.gradient = new Matrix(features(), rank());
  }

  /** PEFT's name of it. */
  public String name() {
    return name;
  }

  /** Numbers of rows and columns, as PEFT has them. */
  public List<Integer> shape() {
    return List.of(rows, columns);
  }

  /** The values, row by row. Who changes them calls {@link #pack} before the next use. */
  public float[] values() {
    return values;
  }

  /** A copy to be written. */
  Tensor tensor() {
    return new Tensor(shape(), values.clone());
  }

  /** The values with a row for each feature and a column for each of the ranks. */
  public Matrix packed() {
    return packed;
  }

  /** What {@link #packed} would have to change by, up to a factor, for the loss to grow fastest. */
  public Matrix gradient() {
    return gradient;
  }

  /** Makes changed values count. */
  public void pack() {
    for (int i = 0; i < values.length; i++) {
      packed.set(feature(i), rank(i), values[i]);
    }
  }

  /** The gradient in the order of {@link #values}. */
  public float[] flatGradient() {
    var flat = new float[values.length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = gradient.get(feature(i), rank(i));
    }
    return flat;
  }

  /** Sets the gradient to zero. */
  public void clearGradient() {
    Arrays.fill(gradient.data(), 0f);
  }

  /** Whether it is the first of its pair, from features to ranks. */
  private boolean isDown() {
    return name.endsWith(LoraPair.DOWN);
  }

  private int features() {
    return isDown() ? columns : rows;
  }

  private int rank() {
    return isDown() ? rows : columns;
  }

  private int feature(int i) {
    return isDown() ? i % columns : i / columns;
  }

  private int rank(int i) {
    return isDown() ? i / columns : i % columns;
  }
}
