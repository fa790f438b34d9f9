/** The local chain: {@code obol devnet}. */
@NullMarked
package org.obol.cli.devnet;

import org.jspecify.annotations.NullMarked;
