package org.obol.trainer.text;

import java.util.Optional;
import org.obol.crypto.Json;

/**
 * What a model's own chat template tells about the one to choose. It is a program (Jinja), which is
 * not run: only the tokens in it are looked for.
 *
 * @param present whether the model has a template
 * @param kind which of ours it looks like; absent when it is like none, or there is none
 */
public record TemplateHint(boolean present, Optional<ChatTemplate> kind) {

  /**
   * Looks at a {@code tokenizer_config.json}.
   *
   * @throws TokenizerException when {@code chat_template} is neither a text nor a list of them
   */
  public static TemplateHint of(Json.Obj config) {
    Optional<String> template = config.get("chat_template").flatMap(TemplateHint::text);
    return template.map(TemplateHint::of).orElse(new TemplateHint(false, Optional.empty()));
  }

  /** Looks at a template itself, such as a {@code chat_template.jinja} has it. */
  public static TemplateHint of(String template) {
    return new TemplateHint(true, kind(template));
  }

  /** The template to take when the user names none. */
  public ChatTemplate suggestion() {
    return kind.orElse(ChatTemplate.PLAIN);
  }

  /** A sentence for the user when {@code chosen} is not what the model knows. */
  public Optional<String> warning(ChatTemplate chosen) {
    if (!present || kind.equals(Optional.of(chosen))) {
      return Optional.empty();
    }
    return Optional.of(
        kind.map(
                own ->
                    "the model's own chat template looks like "
                        + own.id()
                        + ", and "
                        + chosen.id()
                        + " is used: it will be asked in another form than it was trained in")
            .orElse(
                "the model's own chat template is like none that is known here; it will be asked"
                    + " in another form than it was trained in ("
                    + chosen.id()
                    + ")"));
  }

  /** Several templates are a list of name and template; the one called default counts. */
  private static Optional<String> text(Json json) {
    return switch (json) {
      case Json.Null none -> Optional.empty();
      case Json.Str text -> Optional.of(text.value());
      case Json.Arr list ->
          list.items().stream()
              .map(item -> named(new Located("/chat_template", item)))
              .flatMap(Optional::stream)
              .findFirst();
      case Json.Obj object -> throw malformed();
      case Json.Num number -> throw malformed();
      case Json.Bool bool -> throw malformed();
    };
  }

  private static Optional<String> named(Located item) {
    return item.require("name").text().equals("default")
        ? Optional.of(item.require("template").text())
        : Optional.empty();
  }

  private static TokenizerException malformed() {
    return new TokenizerException(
        SpecialTokens.FILE + ": chat_template must be a string or a list");
  }

  private static Optional<ChatTemplate> kind(String template) {
    for (ChatTemplate kind : ChatTemplate.values()) {
      boolean all =
          kind.specialTokens().stream()
              // Ours begins with it, and theirs may leave it to the tokenizer.
              .filter(token -> !token.equals("<|begin_of_text|>"))
              .allMatch(template::contains);
      if (!kind.specialTokens().isEmpty() && all) {
        return Optional.of(kind);
      }
    }
    return template.contains("### Instruction:")
        ? Optional.of(ChatTemplate.ALPACA)
        : Optional.empty();
  }
}
