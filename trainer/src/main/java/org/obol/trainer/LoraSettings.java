package org.obol.trainer;

import java.math.BigDecimal;
import java.util.List;

/**
 * Shape of a LoRA adapter (Hu et al. 2021): {@code W + alpha / rank * B A} on each target.
 *
 * @param rank 1 to 512
 * @param alpha above 0; the scale is alpha / rank
 * @param targets names of projections, such as {@code q_proj}; sorted, none twice
 */
public record LoraSettings(int rank, BigDecimal alpha, List<String> targets) {

  /** Every projection of a Llama or Qwen layer. */
  public static final List<String> ALL =
      List.of("down_proj", "gate_proj", "k_proj", "o_proj", "q_proj", "up_proj", "v_proj");

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming the value and its range
   */
  public LoraSettings {
    targets = targets.stream().distinct().sorted().toList();
    if (rank < 1 || rank > 512) {
      throw new IllegalArgumentException("LoRA rank " + rank + " is not between 1 and 512");
    }
    if (alpha.signum() <= 0) {
      throw new IllegalArgumentException("LoRA alpha " + alpha + " is not above 0");
    }
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("LoRA needs at least one target, such as q_proj");
    }
  }
}
