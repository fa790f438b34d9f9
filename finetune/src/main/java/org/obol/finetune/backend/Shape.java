package org.obol.finetune.backend;

/** The shape of every record of a canonical file. */
public enum Shape {
  /** {@code {"messages": [{"role": …, "content": …}, …]}}. */
  MESSAGES,
  /** {@code {"prompt": …, "completion": …}}, both texts. */
  COMPLETION,
  /** {@code {"text": …}}. */
  TEXT
}
