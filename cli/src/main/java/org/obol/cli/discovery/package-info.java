/** Being found without a hub: {@code obol register}, {@code obol indexer}. */
@NullMarked
package org.obol.cli.discovery;

import org.jspecify.annotations.NullMarked;
