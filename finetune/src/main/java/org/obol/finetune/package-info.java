/**
 * Fine-tuning with provenance: one contract over many trainers, bound to a signed version of a
 * dataset.
 */
@NullMarked
package org.obol.finetune;

import org.jspecify.annotations.NullMarked;
