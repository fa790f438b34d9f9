/** The backends: what each trainer is told, what it prints, and where it leaves things. */
@NullMarked
package org.obol.finetune.backend.tool;

import org.jspecify.annotations.NullMarked;
