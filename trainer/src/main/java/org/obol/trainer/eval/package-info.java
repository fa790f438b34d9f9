/** What a model makes of records that were held out. */
@NullMarked
package org.obol.trainer.eval;

import org.jspecify.annotations.NullMarked;
