/** The tokens that payments are made in: what is known of them and whether a chain agrees. */
@NullMarked
package org.obol.x402.token;

import org.jspecify.annotations.NullMarked;
