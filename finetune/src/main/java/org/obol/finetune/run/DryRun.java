package org.obol.finetune.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.obol.finetune.backend.Prepared;
import org.obol.finetune.backend.Probe;
import org.obol.finetune.backend.Toolchain;
import org.obol.finetune.backend.launch.Launcher;

/**
 * What a run would start.
 *
 * @param probe whether the backend is here
 * @param prepared its configuration and commands; a name like {@code <out>.unfinished} in them is
 *     the folder that the run would have
 * @param template how records become text
 * @param commands the programs it would start, one after the other; none when the backend runs
 *     inside this process. Without a Python they begin with {@code python3}
 */
public record DryRun(Probe probe, Prepared prepared, String template, List<Started> commands) {

  private static final Path PYTHON = Path.of("python3");

  /** A program with its arguments, and variables beyond those that every tool gets. */
  public record Started(List<String> argv, Map<String, String> environment) {

    /** Copies both. */
    public Started {
      argv = List.copyOf(argv);
      environment = Map.copyOf(environment);
    }
  }

  /** Copies the list. */
  public DryRun {
    commands = List.copyOf(commands);
  }

  static DryRun of(Probe probe, Prepared prepared, String template, Toolchain tools) {
    Path python =
        switch (probe) {
          case Probe.Ready ready ->
              ready.python().map(Probe.PythonSetup::executable).orElse(PYTHON);
          case Probe.Missing missing -> tools.locate().orElse(PYTHON);
        };
    return new DryRun(
        probe,
        prepared,
        template,
        prepared.commands().stream()
            .map(command -> new Started(Launcher.argv(python, command), command.environment()))
            .toList());
  }
}
