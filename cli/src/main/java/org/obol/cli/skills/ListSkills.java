package org.obol.cli.skills;

import java.util.List;
import org.obol.cli.Answer;
import org.obol.cli.Task;
import org.obol.crypto.Json;
import picocli.CommandLine.Command;

/** {@code obol skills list}. */
@Command(
    name = "list",
    description = "List the skills that come with this program.",
    footer = {"", "Example:", "  obol skills list"})
final class ListSkills implements Task {

  @Override
  public Answer run() {
    List<Skill> all = Skill.all();
    return Answer.of(
        Json.object()
            .put(
                "skills",
                all.stream()
                    .map(
                        skill ->
                            Json.object()
                                .put("name", skill.name())
                                .put("description", skill.description())
                                .build())
                    .toList())
            .build(),
        all.stream().map(skill -> skill.name() + "  " + skill.description()).toList());
  }
}
