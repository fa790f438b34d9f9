/**
 * What goes over the wire: the objects and headers of x402 version 2, and of version 1 where it is
 * still met.
 */
@NullMarked
package org.obol.x402.wire;

import org.jspecify.annotations.NullMarked;
