package org.obol.finetune.data;

import java.nio.charset.StandardCharsets;

/** A file as somebody may bring it. */
record BrokenFile(String name, byte[] content, DataOptions options) {

  private static final DataOptions OPTIONS = DataOptions.defaults().split(new HeldOut.None(), 7);

  BrokenFile(String name, String content) {
    this(name, content, OPTIONS);
  }

  BrokenFile(String name, byte[] content) {
    this(name, content, OPTIONS);
  }

  BrokenFile(String name, String content, DataOptions options) {
    this(name, content.getBytes(StandardCharsets.UTF_8), options);
  }

  @Override
  public String toString() {
    return name;
  }
}
