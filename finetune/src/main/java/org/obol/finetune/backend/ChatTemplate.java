package org.obol.finetune.backend;

/**
 * How turns become text.
 *
 * @param id such as {@code chatml}; tools that bring templates of their own are given this name
 * @param jinja the template as Hugging Face's tokenizers take it, with {@code {% generation %}}
 *     around what the assistant says; put beside the base model, so that all tools that ask the
 *     tokenizer render alike
 */
public record ChatTemplate(String id, String jinja) {

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException when it is no plain lower-case word
   */
  public ChatTemplate {
    if (!id.matches("[a-z0-9_]{1,32}")) {
      throw new IllegalArgumentException("not the name of a chat template: " + id);
    }
  }
}
