package org.obol.cli.skills;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.obol.cli.Answer;
import org.obol.cli.Task;
import org.obol.crypto.DurableFile;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code obol skills install}. */
@Command(
    name = "install",
    description = "Put the skills where an agent looks for them, each in a folder of its own.",
    sortOptions = false,
    footer = {"", "Example:", "  obol skills install .agents/skills"})
final class InstallSkills implements Task {

  @Parameters(paramLabel = "DIR", description = "Made if it is not there.")
  @SuppressWarnings("NullAway.Init") // picocli demands it
  private Path folder;

  @Option(names = "--force", description = "Also over a file that was changed.")
  private boolean force;

  @Override
  public Answer run() throws IOException {
    List<String> lines = new ArrayList<>();
    List<Json> installed = new ArrayList<>();
    for (Skill skill : Skill.all()) {
      Path file = folder.resolve(skill.name()).resolve("SKILL.md");
      if (Files.exists(file)
          && Files.readString(file, StandardCharsets.UTF_8).equals(skill.text())) {
        lines.add(file + " is there already");
      } else {
        write(file, skill.text());
        lines.add(file + " written");
      }
      installed.add(Json.of(file.toString()));
    }
    return Answer.of(Json.object().put("installed", installed).build(), lines);
  }

  private void write(Path file, String text) throws IOException {
    if (!force && Files.exists(file)) {
      throw new ObolException(
          ObolException.Exit.FAILED, file + " was changed; keep it, or replace it with --force");
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    DurableFile.write(file, text.getBytes(StandardCharsets.UTF_8), DurableFile.READABLE);
  }
}
