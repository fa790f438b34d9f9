package org.obol.finetune.backend;

/** Where the user wants a run to compute. */
public enum Device {
  /** Whatever the tool finds; 32-bit floats, which work everywhere. */
  AUTO,
  /** No accelerator, even where there is one; 32-bit floats. */
  CPU,
  /** An accelerator, or a failure; bfloat16 arithmetic where the tool has it. */
  GPU
}
