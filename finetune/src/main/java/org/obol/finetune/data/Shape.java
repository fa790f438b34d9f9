package org.obol.finetune.data;

import java.util.Arrays;
import java.util.Optional;
import org.obol.trainer.text.Sample;

/** How records are written for backends. */
public enum Shape {
  /** {@code {"messages":[{"role","content"}]}}. */
  MESSAGES("messages"),
  /** {@code {"prompt","completion"}}, two strings. */
  PAIR("prompt/completion"),
  /** {@code {"text"}}. */
  TEXT("text");

  private final String text;

  Shape(String text) {
    this.text = text;
  }

  /** How reports and manifests call it. */
  public String text() {
    return text;
  }

  /** The shape of that name. */
  static Optional<Shape> of(String text) {
    return Arrays.stream(values()).filter(shape -> shape.text.equals(text)).findFirst();
  }

  /** The shape that writes {@code sample}. */
  static Shape of(Sample sample) {
    return switch (sample) {
      case Sample.Chat ignored -> MESSAGES;
      case Sample.Completion ignored -> PAIR;
      case Sample.PlainText ignored -> TEXT;
    };
  }
}
