package org.obol.trainer.lora;

/**
 * What is added to one projection: {@code scale * up * down}.
 *
 * @param down A of the paper, ranks by features that go in
 * @param up B of the paper, features that come out by ranks
 * @param scale alpha / rank
 */
public record LoraPair(Parameter down, Parameter up, float scale) {

  static final String DOWN = ".lora_A.weight";
  static final String UP = ".lora_B.weight";
}
