package org.obol.finetune.backend;

import java.util.List;

/**
 * What a backend makes of a plan: a value, nothing is written or started yet.
 *
 * @param configuration the native form of the hyperparameters, as written; belongs into the
 *     manifest
 * @param data what to make of the canonical files
 * @param commands to run one after the other; none when the backend runs inside this process
 * @param steps optimizer steps to expect
 * @param evaluates whether the tool reports a loss on the held-out records
 * @param notes what a reader of the result must know, such as an optimizer that the tool insists on
 */
public record Prepared(
    List<TextFile> configuration,
    List<DataFile> data,
    List<ToolCommand> commands,
    long steps,
    boolean evaluates,
    List<String> notes) {

  /** Copies the lists. */
  public Prepared {
    configuration = List.copyOf(configuration);
    data = List.copyOf(data);
    commands = List.copyOf(commands);
    notes = List.copyOf(notes);
  }
}
