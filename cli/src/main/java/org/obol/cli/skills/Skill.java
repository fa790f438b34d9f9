package org.obol.cli.skills;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.obol.crypto.ObolException;

/**
 * Instructions for an agent about one thing that this program does.
 *
 * @param description one sentence, from the front matter
 * @param text the whole file
 */
record Skill(String name, String description, String text) {

  /** The folders of skills/; a new one is named here. */
  private static final List<String> NAMES =
      List.of("dataset-anonymize", "dataset-buy", "dataset-sell", "finetune-backend");

  static List<Skill> all() {
    return NAMES.stream().map(Skill::read).toList();
  }

  /**
   * The skill of that name.
   *
   * @throws ObolException (usage) when there is none
   */
  static Skill named(String name) {
    if (!NAMES.contains(name)) {
      throw new ObolException(
          ObolException.Exit.USAGE,
          "no skill \"" + name + "\"; there are: " + String.join(", ", NAMES));
    }
    return read(name);
  }

  private static Skill read(String name) {
    String resource = "/org/obol/cli/skills/" + name + "/SKILL.md";
    try (InputStream in = Objects.requireNonNull(Skill.class.getResourceAsStream(resource))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Skill(name, field(text, "description"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String field(String text, String field) {
    return text.lines()
        .filter(line -> line.startsWith(field + ":"))
        .map(line -> line.substring(field.length() + 1).strip())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + field + " in the front matter"));
  }
}
