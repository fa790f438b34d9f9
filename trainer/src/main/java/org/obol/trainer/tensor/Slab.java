package org.obol.trainer.tensor;

/**
 * Rows of {@value Matrix#PANEL} floats that follow each other.
 *
 * @param data what they lie in
 * @param at where the first row begins
 */
public record Slab(float[] data, int at) {}
