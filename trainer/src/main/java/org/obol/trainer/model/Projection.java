package org.obol.trainer.model;

import java.util.Optional;
import java.util.stream.Stream;

/** The linear maps of a layer, in the order in which their gradients are summed. */
public enum Projection {
  /** Queries. */
  Q("self_attn.q_proj"),
  /** Keys. */
  K("self_attn.k_proj"),
  /** Values. */
  V("self_attn.v_proj"),
  /** From what was attended to. */
  O("self_attn.o_proj"),
  /** What lets the feed-forward part through. */
  GATE("mlp.gate_proj"),
  /** What is let through. */
  UP("mlp.up_proj"),
  /** Back to the width of the model. */
  DOWN("mlp.down_proj");

  private final String path;

  Projection(String path) {
    this.path = path;
  }

  /** Its name inside a layer, such as {@code self_attn.q_proj}. */
  public String path() {
    return path;
  }

  /** Its name as a LoRA target, such as {@code q_proj}. */
  public String target() {
    return path.substring(path.indexOf('.') + 1);
  }

  /** Its full name, such as {@code model.layers.0.self_attn.q_proj}. */
  public String in(int layer) {
    return "model.layers." + layer + "." + path;
  }

  /** The projection of that name as a LoRA target. */
  public static Optional<Projection> ofTarget(String target) {
    return Stream.of(values()).filter(p -> p.target().equals(target)).findFirst();
  }

  /** How many features come out. */
  public int out(ModelConfig config) {
    return switch (this) {
      case Q -> config.heads() * config.headDim();
      case K, V -> config.keyValueHeads() * config.headDim();
      case O, DOWN -> config.hiddenSize();
      case GATE, UP -> config.intermediateSize();
    };
  }

  /** How many features go in. */
  public int in(ModelConfig config) {
    return switch (this) {
      case Q, K, V, GATE, UP -> config.hiddenSize();
      case O -> config.heads() * config.headDim();
      case DOWN -> config.intermediateSize();
    };
  }

  /** Whether something is added to what comes out. */
  boolean hasBias(ModelConfig config) {
    return switch (this) {
      case Q, K, V -> config.queryKeyValueBias();
      case O -> config.outputBias();
      case GATE, UP, DOWN -> config.feedForwardBias();
    };
  }
}
