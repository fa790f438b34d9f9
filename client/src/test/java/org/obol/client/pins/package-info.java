/** The contract of every kind of pins. */
@NullMarked
package org.obol.client.pins;

import org.jspecify.annotations.NullMarked;
