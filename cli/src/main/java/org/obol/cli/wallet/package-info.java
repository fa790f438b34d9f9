/** The keys a buyer pays with: {@code obol wallet}. */
@NullMarked
package org.obol.cli.wallet;

import org.jspecify.annotations.NullMarked;
