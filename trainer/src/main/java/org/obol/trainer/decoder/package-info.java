/**
 * What a model makes of a text, and how its loss changes with the adapter: forward, and backward by
 * hand. Features are rows and tokens are columns; a text is run alone, without padding.
 */
@NullMarked
package org.obol.trainer.decoder;

import org.jspecify.annotations.NullMarked;
