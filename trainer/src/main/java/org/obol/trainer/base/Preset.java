package org.obol.trainer.base;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Shapes of base models with random weights, for trying things out. */
public enum Preset {
  /** Llama type, a hundred thousand weights, the embedding also turns states into tokens. */
  TINY_LLAMA("llama", 2, 64, 4, 2, 192, 512, 512, true),
  /** Qwen 2 type, with biases and a matrix of its own to turn states into tokens. */
  TINY_QWEN2("qwen2", 2, 64, 4, 2, 192, 512, 512, false),
  /** Llama type, 23 million weights: slow enough to measure. */
  SMALL_LLAMA("llama", 8, 512, 8, 4, 1376, 1024, 512, true),
  /**
   * Llama type, in the shape of SmolLM2-135M: 135 million weights, a file of 538 MB. The tokenizer
   * is that of the others; it uses the first 512 rows of the embedding.
   */
  MEDIUM_LLAMA("llama", 30, 576, 9, 3, 1536, 8192, 49152, true);

  final String type;
  final int layers;
  final int hidden;
  final int heads;
  final int keyValueHeads;
  final int intermediate;
  final int positions;
  final int vocabulary;
  final boolean tied;

  Preset(
      String type,
      int layers,
      int hidden,
      int heads,
      int keyValueHeads,
      int intermediate,
      int positions,
      int vocabulary,
      boolean tied) {
    this.type = type;
    this.layers = layers;
    this.hidden = hidden;
    this.heads = heads;
    this.keyValueHeads = keyValueHeads;
    this.intermediate = intermediate;
    this.positions = positions;
    this.vocabulary = vocabulary;
    this.tied = tied;
  }

  /** Its name in options. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The preset of that name. */
  public static Optional<Preset> named(String id) {
    return Arrays.stream(values()).filter(preset -> preset.id().equals(id)).findFirst();
  }

  /** Width of all keys of a position, and of all values. */
  int keyValueWidth() {
    return hidden / heads * keyValueHeads;
  }
}
