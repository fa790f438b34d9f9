package org.obol.trainer.tensor;

/**
 * How much of a product is computed.
 *
 * @param rows rows of the result
 * @param steps products that each element of the result sums
 * @param add whether the sums go on from what is in the result, instead of from zero
 */
public record Extent(int rows, int steps, boolean add) {}
