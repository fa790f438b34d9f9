package org.obol.finetune.backend.input;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.obol.trainer.text.ChatTemplate;

/**
 * Our chat templates in the language of Hugging Face's tokenizers. They render what {@link
 * ChatTemplate} renders, put {@code generation} around what is learned, and heed the member {@code
 * weight} of a message.
 */
public final class Jinja {

  private Jinja() {}

  /** The template, with a final line end. */
  public static String text(ChatTemplate template) {
    String name = template.id() + ".jinja";
    try (InputStream in =
        Optional.ofNullable(Jinja.class.getResourceAsStream(name))
            .orElseThrow(() -> new IllegalStateException("no resource " + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
