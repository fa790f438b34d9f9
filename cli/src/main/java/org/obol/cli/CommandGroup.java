package org.obol.cli;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * A group of commands. Describing a command to picocli takes milliseconds, so only those whose name
 * is among the words of the command line are made; when none is, all are, for help and complaints.
 */
public final class CommandGroup {

  private final Object group;
  private final Collection<String> words;
  private final Map<String, Supplier<?>> commands = new LinkedHashMap<>();

  /** A group that is described by the annotations of {@code group}. */
  public CommandGroup(Object group, List<String> words) {
    this.group = group;
    this.words = List.copyOf(words);
  }

  /** Adds a command or a group, under the name that its annotation says too. */
  public CommandGroup with(String name, Supplier<?> command) {
    commands.put(name, command);
    return this;
  }

  /** The group for picocli. */
  public CommandLine build() {
    var line = new CommandLine(group);
    boolean all = commands.keySet().stream().noneMatch(words::contains);
    commands.forEach(
        (name, command) -> {
          if (all || words.contains(name)) {
            line.addSubcommand(name, command.get());
          }
        });
    return line;
  }
}
