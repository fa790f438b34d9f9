package org.obol.trainer.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;

/**
 * The tokens around a text, as {@code tokenizer_config.json} names them.
 *
 * @param begin put in front of a text, absent when the family has none or does not put it there
 * @param end ends a text
 * @param padding fills a batch; not needed here
 */
public record SpecialTokens(Optional<String> begin, String end, Optional<String> padding) {

  /** Name of the file. */
  public static final String FILE = "tokenizer_config.json";

  private static final int MAX_BYTES = 16 << 20;

  /**
   * Reads the file of a folder.
   *
   * @throws TokenizerException when it is missing, or no {@code tokenizer_config.json}
   */
  public static Json.Obj read(Path folder) {
    Path file = folder.resolve(FILE);
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new TokenizerException(file + " has more than " + MAX_BYTES + " bytes");
      }
      return JsonReader.read(Files.readAllBytes(file), MAX_BYTES).asObject("the document");
    } catch (NoSuchFileException e) {
      throw new TokenizerException(file + " is not there; it says which token ends a text");
    } catch (IOException | JsonException e) {
      throw new TokenizerException(file + ": " + e.getMessage());
    }
  }

  /**
   * Takes the tokens out of a {@code tokenizer_config.json}. The begin is put in front when {@code
   * add_bos_token} says so, and without that when the tokenizer's own post-processor would.
   *
   * @throws TokenizerException when there is no token that ends a text, or the tokenizer does not
   *     know one that is named
   */
  public static SpecialTokens of(Json.Obj config, Tokenizer tokenizer) {
    Optional<String> begin = token(config, "bos_token", tokenizer);
    boolean added =
        bool(config, "add_bos_token").orElse(begin.isPresent() && begin.equals(tokenizer.first()));
    return new SpecialTokens(
        begin.filter(token -> added),
        token(config, "eos_token", tokenizer)
            .orElseThrow(
                () ->
                    new TokenizerException(
                        FILE + " names no eos_token; name the token that ends a text")),
        token(config, "pad_token", tokenizer));
  }

  private static Optional<Boolean> bool(Json.Obj config, String key) {
    try {
      return config.bool(key);
    } catch (JsonException e) {
      throw new TokenizerException(FILE + ": " + e.getMessage());
    }
  }

  /** A token is written as a text, or as an object with its {@code content}. */
  private static Optional<String> token(Json.Obj config, String key, Tokenizer tokenizer) {
    Optional<Located> located = new Located("", config).get(key);
    Optional<String> token =
        located.map(
            value ->
                value.value() instanceof Json.Obj ? value.require("content").text() : value.text());
    token
        .filter(text -> tokenizer.id(text).isEmpty())
        .ifPresent(
            text -> {
              throw new TokenizerException(
                  FILE + " names " + text + " as " + key + ", which tokenizer.json does not have");
            });
    return token;
  }
}
