/** Fine-tuning with provenance: {@code obol finetune}. */
@NullMarked
package org.obol.cli.finetune;

import org.jspecify.annotations.NullMarked;
