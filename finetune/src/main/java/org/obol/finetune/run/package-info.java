/** A run from the dataset's file to a folder that proves itself, and the checks that repeat it. */
@NullMarked
package org.obol.finetune.run;

import org.jspecify.annotations.NullMarked;
