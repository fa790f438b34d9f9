package org.obol.finetune.backend;

import java.util.List;
import java.util.Map;

/**
 * A program to run. Always a module of the tool's Python, never a script found on the PATH, so that
 * there is one interpreter to choose, to probe and to record.
 *
 * @param name what it does, in one word; names its log
 * @param module as {@code python -m} takes it
 * @param arguments what follows the module
 * @param environment variables beyond those every tool gets
 */
public record ToolCommand(
    String name, String module, List<String> arguments, Map<String, String> environment) {

  /** Copies lists and maps. */
  public ToolCommand {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }
}
