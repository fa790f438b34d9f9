/** Settling payments for others: {@code obol facilitator}. */
@NullMarked
package org.obol.cli.facilitator;

import org.jspecify.annotations.NullMarked;
