/**
 * Matrices and the few operations on them that training needs. Every sum runs in one order, with
 * fused multiply-add, whatever the number of threads and the width of the vectors; so results are
 * the same bit for bit everywhere.
 */
@NullMarked
package org.obol.trainer.tensor;

import org.jspecify.annotations.NullMarked;
