/** Who checks and settles payments: the port and its implementations. */
@NullMarked
package org.obol.x402.facilitator;

import org.jspecify.annotations.NullMarked;
