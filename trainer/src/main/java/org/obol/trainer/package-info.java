/**
 * LoRA fine-tuning of Llama and Qwen type models in pure Java. The same inputs give the same
 * adapter, byte for byte, whatever the number of threads and the width of the vectors.
 */
@NullMarked
package org.obol.trainer;

import org.jspecify.annotations.NullMarked;
