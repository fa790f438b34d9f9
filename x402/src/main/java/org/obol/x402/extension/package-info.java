/**
 * Extensions of x402 version 2: what a server declares under {@code extensions} of a challenge, and
 * what comes back.
 */
@NullMarked
package org.obol.x402.extension;

import org.jspecify.annotations.NullMarked;
