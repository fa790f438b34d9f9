/**
 * The part that is trained: LoRA matrices (Hu et al. 2021) under the names that PEFT gives them.
 */
@NullMarked
package org.obol.trainer.lora;

import org.jspecify.annotations.NullMarked;
