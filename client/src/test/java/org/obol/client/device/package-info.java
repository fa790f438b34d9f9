/** Joining by device code. */
@NullMarked
package org.obol.client.device;

import org.jspecify.annotations.NullMarked;
