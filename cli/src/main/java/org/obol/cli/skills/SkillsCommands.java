package org.obol.cli.skills;

import java.util.List;
import org.obol.cli.CommandGroup;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The group {@code obol skills}. */
@Command(
    name = "skills",
    description = "Instructions for agents that use this program.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:", "  obol skills install .agents/skills"})
public final class SkillsCommands {

  private SkillsCommands() {}

  /** The group; a new command is named here. */
  public static CommandLine group(List<String> words) {
    return new CommandGroup(new SkillsCommands(), words)
        .with("list", ListSkills::new)
        .with("show", ShowSkill::new)
        .with("install", InstallSkills::new)
        .build();
  }
}
