/**
 * The servers a buyer talks to: where they are, which token each may see, and one careful HTTP
 * exchange with limits, stall timer and no trust in what comes back.
 */
@NullMarked
package org.obol.client.source;

import org.jspecify.annotations.NullMarked;
