package org.obol.trainer.decoder;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.obol.trainer.lora.LoraAdapter;
import org.obol.trainer.model.BaseModel;
import org.obol.trainer.tensor.Factor;
import org.obol.trainer.tensor.Matrix;
import org.obol.trainer.tensor.Products;
import org.obol.trainer.text.Example;

/**
 * A base model with an adapter, which may change between two calls. Used by one thread at a time.
 */
public final class Decoder {

  private final Factor embedding;
  private final List<LayerDecoder> layers = new ArrayList<>();
  private final Norm norm;
  private final Head head;

  /** For texts of up to {@code longest} tokens. */
  public Decoder(BaseModel base, LoraAdapter adapter, int longest, Products products) {
    this.embedding = base.embedding();
    var rotation = new Rotation(base.config(), longest, products.crew());
    for (int i = 0; i < base.layers().size(); i++) {
      var parts = new LayerDecoder.Parts(i, base.layers().get(i), adapter);
      layers.add(new LayerDecoder(base.config(), parts, rotation, products));
    }
    this.norm = new Norm(base.norm(), base.config().normEpsilon(), products.crew());
    this.head = new Head(base, products);
  }

  /** The sum of the negative log likelihoods of the trained tokens, in nats. */
  public double loss(Example example) {
    return head.loss(features(example.ids()), targets(example));
  }

  /** The logits of all tokens of the vocabulary (rows) for what comes after each of the ids. */
  Matrix logits(int[] ids) {
    return head.logits(features(ids));
  }

  private Matrix features(int[] ids) {
    Matrix features = embed(ids);
    for (LayerDecoder layer : layers) {
      features = layer.forward(features).output();
    }
    return norm.forward(features);
  }

  /**
   * The same sum; adds {@code scale} times its gradient to those of the adapter.
   *
   * @param scale one by the tokens that an optimizer step learns
   */
  public double learn(Example example, float scale) {
    Deque<LayerDecoder.Trace> traces = new ArrayDeque<>();
    Matrix features = embed(example.ids());
    for (LayerDecoder layer : layers) {
      traces.push(layer.forward(features));
      features = traces.getFirst().output();
    }
    var gradient = new Matrix(features.rows(), features.columns());
    double loss = head.loss(norm.forward(features), targets(example), scale, gradient);
    gradient = norm.backward(features, gradient);
    for (LayerDecoder layer : layers.reversed()) {
      gradient = layer.backward(traces.pop(), gradient);
    }
    return loss;
  }

  private Matrix embed(int[] ids) {
    var features = new Matrix(embedding.columns(), ids.length);
    for (int t = 0; t < ids.length; t++) {
      for (int f = 0; f < embedding.columns(); f++) {
        features.set(f, t, embedding.get(ids[t], f));
      }
    }
    return features;
  }

  /** Token i is predicted from what comes out for the token before it. */
  private static Head.Targets targets(Example example) {
    int[] tokens = example.trained().stream().toArray();
    return new Head.Targets(
        IntStream.of(tokens).map(i -> i - 1).toArray(),
        IntStream.of(tokens).map(i -> example.ids()[i]).toArray());
  }
}
