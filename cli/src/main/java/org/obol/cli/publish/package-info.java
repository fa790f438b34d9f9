/** Serving datasets: {@code obol dataset publish}. */
@NullMarked
package org.obol.cli.publish;

import org.jspecify.annotations.NullMarked;
