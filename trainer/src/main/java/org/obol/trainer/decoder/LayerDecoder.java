package org.obol.trainer.decoder;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.obol.trainer.lora.LoraAdapter;
import org.obol.trainer.model.Layer;
import org.obol.trainer.model.ModelConfig;
import org.obol.trainer.model.Projection;
import org.obol.trainer.tensor.Matrix;
import org.obol.trainer.tensor.Products;

/** One layer: attention, then the feed-forward part, each added to what went into it. */
final class LayerDecoder {

  private final Map<Projection, Adapted> projections = new EnumMap<>(Projection.class);
  private final Norm inputNorm;
  private final Norm feedForwardNorm;
  private final Optional<Norm> queryNorm;
  private final Optional<Norm> keyNorm;
  private final Rotation rotation;
  private final Attention attention;
  private final Gate gate;

  /** The weights of a layer and what is added to them. */
  record Parts(int number, Layer weights, LoraAdapter adapter) {}

  LayerDecoder(ModelConfig config, Parts parts, Rotation rotation, Products products) {
    for (Projection projection : Projection.values()) {
      projections.put(
          projection,
          new Adapted(
              parts.weights().linear(projection),
              parts.adapter().pair(parts.number(), projection),
              products));
    }
    Layer weights = parts.weights();
    this.inputNorm = new Norm(weights.inputNorm(), config.normEpsilon(), products.crew());
    this.feedForwardNorm =
        new Norm(weights.feedForwardNorm(), config.normEpsilon(), products.crew());
    this.queryNorm =
        weights.queryNorm().map(f -> new Norm(f, config.normEpsilon(), products.crew()));
    this.keyNorm = weights.keyNorm().map(f -> new Norm(f, config.normEpsilon(), products.crew()));
    this.rotation = rotation;
    this.attention = new Attention(config, products);
    this.gate = new Gate(products);
  }

  /**
   * What the way back needs of the way there.
   *
   * @param input of the layer
   * @param queries before their norm
   * @param keys before their norm
   * @param turned queries and keys as attention saw them, and values
   * @param middle between attention and the feed-forward part
   */
  record Trace(
      Matrix input,
      Matrix queries,
      Matrix keys,
      Attention.Parts turned,
      Matrix attended,
      Matrix middle,
      Matrix gate,
      Matrix up,
      Matrix output) {}

  Trace forward(Matrix input) {
    Matrix normed = inputNorm.forward(input);
    Matrix queries = adapted(Projection.Q).forward(normed);
    Matrix keys = adapted(Projection.K).forward(normed);
    Matrix values = adapted(Projection.V).forward(normed);
    var turned = new Attention.Parts(turn(queries, queryNorm), turn(keys, keyNorm), values);
    Matrix attended = attention.forward(turned);
    Matrix middle = adapted(Projection.O).forward(attended);
    add(input, middle);
    Matrix middleNormed = feedForwardNorm.forward(middle);
    Matrix gates = adapted(Projection.GATE).forward(middleNormed);
    Matrix ups = adapted(Projection.UP).forward(middleNormed);
    Matrix output = adapted(Projection.DOWN).forward(gate.forward(gates, ups));
    add(middle, output);
    return new Trace(input, queries, keys, turned, attended, middle, gates, ups, output);
  }

  /** Adds to the adapter's gradients, and turns the gradient of the output into the input's. */
  Matrix backward(Trace trace, Matrix output) {
    Matrix middle = feedForward(trace, output);
    add(output, middle);
    Matrix input = attention(trace, middle);
    add(middle, input);
    return input;
  }

  private Matrix feedForward(Trace trace, Matrix output) {
    Matrix inside = gate.forward(trace.gate(), trace.up());
    Matrix gradient = like(inside);
    adapted(Projection.DOWN).backward(inside, output, gradient);
    Gate.Gradients parts = gate.backward(trace.gate(), trace.up(), gradient);
    Matrix normed = feedForwardNorm.forward(trace.middle());
    Matrix ofNormed = like(normed);
    adapted(Projection.GATE).backward(normed, parts.gate(), ofNormed);
    adapted(Projection.UP).backward(normed, parts.up(), ofNormed);
    return feedForwardNorm.backward(trace.middle(), ofNormed);
  }

  private Matrix attention(Trace trace, Matrix middle) {
    Matrix attended = like(trace.attended());
    adapted(Projection.O).backward(trace.attended(), middle, attended);
    Attention.Parts parts = attention.backward(trace.turned(), attended);
    Matrix queries = turnBack(trace.queries(), parts.queries(), queryNorm);
    Matrix keys = turnBack(trace.keys(), parts.keys(), keyNorm);
    Matrix normed = inputNorm.forward(trace.input());
    Matrix ofNormed = like(normed);
    adapted(Projection.Q).backward(normed, queries, ofNormed);
    adapted(Projection.K).backward(normed, keys, ofNormed);
    adapted(Projection.V).backward(normed, parts.values(), ofNormed);
    return inputNorm.backward(trace.input(), ofNormed);
  }

  private Matrix turn(Matrix raw, Optional<Norm> norm) {
    Matrix turned = norm.map(n -> n.forward(raw)).orElse(raw);
    rotation.forward(turned);
    return turned;
  }

  private Matrix turnBack(Matrix raw, Matrix gradient, Optional<Norm> norm) {
    rotation.backward(gradient);
    return norm.map(n -> n.backward(raw, gradient)).orElse(gradient);
  }

  private Adapted adapted(Projection projection) {
    return Objects.requireNonNull(projections.get(projection));
  }

  private static Matrix like(Matrix matrix) {
    return new Matrix(matrix.rows(), matrix.columns());
  }

  private static void add(Matrix from, Matrix to) {
    for (int i = 0; i < to.data().length; i++) {
      to.data()[i] += from.data()[i];
    }
  }
}
