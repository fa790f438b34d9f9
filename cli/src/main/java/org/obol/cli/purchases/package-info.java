/** What was paid for: {@code obol purchases}. */
@NullMarked
package org.obol.cli.purchases;

import org.jspecify.annotations.NullMarked;
