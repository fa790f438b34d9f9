package org.obol.finetune.backend;

import java.nio.file.Path;

/**
 * The folders below that of a run. Each is written by one run and never again; only checkpoints and
 * logs outlive a process that was cut off.
 *
 * @param root absolute path
 */
public record RunFolder(Path root) {

  /** What the tool is configured with, as text. */
  public Path config() {
    return root.resolve("config");
  }

  /** Records in the form that the tool reads. */
  public Path data() {
    return root.resolve("data");
  }

  /** Links to the files of the base model, and the chat template of this run. */
  public Path base() {
    return root.resolve("base");
  }

  /** What the tool writes. */
  public Path out() {
    return root.resolve("out");
  }

  /** What the tool said, a file for each command, and {@code progress.jsonl}. */
  public Path logs() {
    return root.resolve("logs");
  }

  /** Home, caches and temporary files of the tool. */
  public Path scratch() {
    return root.resolve("scratch");
  }

  /** What a backend that can be cut off goes on from. */
  public Path checkpoints() {
    return root.resolve("checkpoints");
  }

  /** The finished adapter; there only when all of it is. */
  public Path adapter() {
    return root.resolve("adapter");
  }

  /** Parts of a run that failed. */
  public Path failed() {
    return root.resolve("failed");
  }
}
