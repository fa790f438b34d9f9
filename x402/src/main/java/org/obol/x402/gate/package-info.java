/**
 * The seller's side of a payment, without a server: what to answer to a request, which states a
 * payment goes through, and how a payment of unknown outcome is brought to an end.
 */
@NullMarked
package org.obol.x402.gate;

import org.jspecify.annotations.NullMarked;
