package org.obol.trainer.tensor;

/** A matrix that can be the left factor of a product, as it is or turned. */
public sealed interface Factor permits Matrix, HalfMatrix {

  /** Steps of a product that are looked at together, so that they fit the nearest cache. */
  int CHUNK = 8 * Matrix.PANEL;

  /** How many rows. */
  int rows();

  /** How many columns. */
  int columns();

  /** One element. */
  float get(int row, int column);

  /** Whether it is used in place; else each use of a part widens it anew. */
  boolean isInPlace();

  /**
   * The rows from {@code row} on as they are: steps go along the columns, from {@code column} on, a
   * multiple of {@value Matrix#PANEL}.
   *
   * @param extent of at most {@value Matrix#PANEL} rows and {@value #CHUNK} steps
   * @param scratch of {@code CHUNK * PANEL} floats, which the result may lie in
   */
  Left across(int row, int column, Extent extent, Scratch scratch);

  /**
   * The matrix turned: the columns from {@code column} on, a multiple of {@value Matrix#PANEL}, are
   * rows and steps go along the rows, from {@code row} on.
   *
   * @param extent of at most {@value Matrix#PANEL} columns and {@value #CHUNK} steps
   * @param scratch of {@code CHUNK * PANEL} floats, which the result may lie in
   */
  Left down(int row, int column, Extent extent, Scratch scratch);
}
