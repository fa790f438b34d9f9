/** From a record of a dataset to token numbers, and which of them are trained. */
@NullMarked
package org.obol.trainer.text;

import org.jspecify.annotations.NullMarked;
