/** Buying datasets: {@code obol buy}. */
@NullMarked
package org.obol.cli.buy;

import org.jspecify.annotations.NullMarked;
