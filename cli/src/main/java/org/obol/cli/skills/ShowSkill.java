package org.obol.cli.skills;

import org.obol.cli.Answer;
import org.obol.cli.Task;
import org.obol.crypto.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code obol skills show}. */
@Command(
    name = "show",
    description = "Print one skill.",
    footer = {"", "Example:", "  obol skills show dataset-anonymize"})
final class ShowSkill implements Task {

  @Parameters(paramLabel = "NAME", description = "Which one; obol skills list names them.")
  private String name = "";

  @Override
  public Answer run() {
    Skill skill = Skill.named(name);
    return Answer.of(
        Json.object().put("name", skill.name()).put("text", skill.text()).build(),
        skill.text().lines().toList());
  }
}
