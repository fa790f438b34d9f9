package org.obol.trainer.base;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.trainer.safetensors.SafetensorsFolder;
import org.obol.trainer.text.SpecialTokens;
import org.obol.trainer.text.TemplateHint;
import org.obol.trainer.text.Tokenizer;

/**
 * A base model on disk, as Hugging Face lays it out: {@code config.json}, {@code tokenizer.json},
 * {@code tokenizer_config.json} and safetensors. For any number of threads until it is closed.
 */
public final class BaseFolder implements AutoCloseable {

  private static final String CONFIG = "config.json";
  private static final String TOKENIZER = "tokenizer.json";
  private static final String TEMPLATE = "chat_template.jinja";
  private static final String EMBEDDING = "model.embed_tokens.weight";
  private static final int MAX_CONFIG = 1 << 20;

  private final Path folder;
  private final Json.Obj config;
  private final SafetensorsFolder weights;
  private final Tokenizer tokenizer;
  private final SpecialTokens special;
  private final TemplateHint hint;

  private BaseFolder(Path folder, SafetensorsFolder weights) throws IOException {
    this.folder = folder;
    this.weights = weights;
    config = config(folder.resolve(CONFIG));
    Json.Obj tokenizerConfig = SpecialTokens.read(folder);
    refuseCode(CONFIG, config);
    refuseCode(SpecialTokens.FILE, tokenizerConfig);
    tokenizer = Tokenizer.open(folder.resolve(TOKENIZER));
    special = SpecialTokens.of(tokenizerConfig, tokenizer);
    // Newer models have it in a file of its own, which then counts.
    Path template = folder.resolve(TEMPLATE);
    hint =
        Files.exists(template)
            ? TemplateHint.of(new String(small(template), StandardCharsets.UTF_8))
            : TemplateHint.of(tokenizerConfig);
    requireRows();
  }

  /**
   * Opens the files and checks that they fit each other; reads no weights yet.
   *
   * @throws BaseException when the folder is no base model, or needs code of its own to run
   * @throws org.obol.crypto.ObolException when weights or tokenizer are wrong or not supported
   */
  public static BaseFolder open(Path folder) {
    SafetensorsFolder weights = null;
    try {
      refuseScripts(folder);
      weights = SafetensorsFolder.open(folder);
      return new BaseFolder(folder, weights);
    } catch (IOException e) {
      close(weights);
      throw new BaseException("cannot read " + folder + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      close(weights);
      throw e;
    }
  }

  private static void close(@Nullable SafetensorsFolder weights) {
    if (weights != null) {
      weights.close();
    }
  }

  private static void refuseScripts(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new BaseException(folder + " is no folder; give the folder of a base model");
    }
    for (String name : BaseDigest.names(folder)) {
      if (name.toLowerCase(Locale.ROOT).endsWith(".py")) {
        throw new BaseException(
            folder
                + " has "
                + name
                + "; a model that brings code is not used. Take the file out if it is not needed");
      }
    }
  }

  private static void refuseCode(String name, Json.Obj document) {
    if (document.get("auto_map").isPresent()) {
      throw new BaseException(
          name
              + " has auto_map, which makes loaders run code out of the model's repository; such a"
              + " model is not used");
    }
  }

  private static byte[] small(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new BaseException(file + " is not there; give the folder of a base model");
    }
    if (Files.size(file) > MAX_CONFIG) {
      throw new BaseException(file + " has more than " + MAX_CONFIG + " bytes");
    }
    return Files.readAllBytes(file);
  }

  private static Json.Obj config(Path file) throws IOException {
    try {
      return JsonReader.read(small(file), MAX_CONFIG).asObject("the document");
    } catch (JsonException e) {
      throw new BaseException(file + ": " + e.getMessage(), e);
    }
  }

  private void requireRows() {
    if (!weights.names().contains(EMBEDDING)) {
      throw new BaseException(
          folder + " has no tensor " + EMBEDDING + "; only models of the Llama kind are known");
    }
    List<Integer> shape = weights.shape(EMBEDDING);
    if (shape.size() != 2 || tokenizer.size() > shape.getFirst()) {
      throw new BaseException(
          "the tokenizer of "
              + folder
              + " has "
              + tokenizer.size()
              + " tokens, and "
              + EMBEDDING
              + " is of shape "
              + shape
              + "; they are not of one model");
    }
  }

  /** What {@code config.json} says. */
  public Json.Obj config() {
    return config;
  }

  /** The tensors. */
  public SafetensorsFolder weights() {
    return weights;
  }

  /** The tokenizer. */
  public Tokenizer tokenizer() {
    return tokenizer;
  }

  /** The tokens around a text. */
  public SpecialTokens specialTokens() {
    return special;
  }

  /** Which chat template the model knows. */
  public TemplateHint templateHint() {
    return hint;
  }

  /** Longest text in tokens, {@code max_position_embeddings}, if the model says. */
  public Optional<Long> maxLength() {
    return config.integer("max_position_embeddings");
  }

  /**
   * Reads every file once, which takes a second for each gigabyte.
   *
   * @throws BaseException when a file cannot be read
   */
  public BaseDigest digest() {
    try {
      return BaseDigest.of(folder);
    } catch (IOException e) {
      throw new BaseException("cannot read " + folder + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    weights.close();
  }
}
