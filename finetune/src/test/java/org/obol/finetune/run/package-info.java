/** Whole runs. */
@NullMarked
package org.obol.finetune.run;

import org.jspecify.annotations.NullMarked;
