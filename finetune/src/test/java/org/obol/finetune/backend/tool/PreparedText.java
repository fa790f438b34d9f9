package org.obol.finetune.backend.tool;

import java.nio.file.Path;
import org.obol.finetune.backend.Prepared;
import org.obol.finetune.backend.launch.Launcher;

/** All of a {@link Prepared} as text, for comparison with a golden file. */
final class PreparedText {

  private PreparedText() {}

  static String of(Prepared prepared) {
    var out = new StringBuilder();
    prepared
        .configuration()
        .forEach(file -> out.append("== ").append(file.path()).append('\n').append(file.text()));
    prepared
        .data()
        .forEach(
            data ->
                out.append("== ")
                    .append(data.path())
                    .append(" is ")
                    .append(data.form())
                    .append(" of ")
                    .append(data.source().file())
                    .append('\n'));
    prepared
        .commands()
        .forEach(
            command ->
                out.append("$ ")
                    .append(command.environment().isEmpty() ? "" : command.environment() + " ")
                    .append(String.join(" ", Launcher.argv(Path.of("/venv/bin/python"), command)))
                    .append("  # ")
                    .append(command.name())
                    .append('\n'));
    out.append("steps ").append(prepared.steps());
    out.append(", evaluates ").append(prepared.evaluates()).append('\n');
    prepared.notes().forEach(note -> out.append("note: ").append(note).append('\n'));
    return out.toString();
  }
}
