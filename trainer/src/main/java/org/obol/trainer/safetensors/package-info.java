/** The file format of tensors that cannot carry code (huggingface/safetensors). */
@NullMarked
package org.obol.trainer.safetensors;

import org.jspecify.annotations.NullMarked;
