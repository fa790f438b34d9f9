/** Runs the programs of tools: hermetic, watched, and never left behind. */
@NullMarked
package org.obol.finetune.backend.launch;

import org.jspecify.annotations.NullMarked;
