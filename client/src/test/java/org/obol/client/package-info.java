/** Buying from servers that lie, stall, break and forget. */
@NullMarked
package org.obol.client;

import org.jspecify.annotations.NullMarked;
