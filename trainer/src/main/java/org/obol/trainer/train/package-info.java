/**
 * Fine-tuning from records to an adapter; {@link org.obol.trainer.train.Training} is the way in.
 * Follows what transformers, TRL and PEFT do with the same settings, except that a record is never
 * padded.
 */
@NullMarked
package org.obol.trainer.train;

import org.jspecify.annotations.NullMarked;
