package org.obol.trainer.lora;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.obol.crypto.ObolException;
import org.obol.trainer.LoraSettings;
import org.obol.trainer.model.ModelConfig;
import org.obol.trainer.model.Projection;
import org.obol.trainer.safetensors.Tensor;
import org.obol.trainer.safetensors.Weights;

/** The matrices of all targets in all layers. Changed by one thread at a time. */
public final class LoraAdapter {

  private static final String PREFIX = "base_model.model.";

  /** Where a pair belongs. */
  private record Place(int layer, Projection projection) {}

  private final Map<Place, LoraPair> pairs;

  private LoraAdapter(Map<Place, LoraPair> pairs) {
    this.pairs = pairs;
  }

  /** Nothing to add: the base model as it is. */
  public static LoraAdapter none() {
    return new LoraAdapter(Map.of());
  }

  /**
   * A new adapter, which adds nothing yet: A is uniform between plus and minus one by the root of
   * the features that go in (He et al. 2015 with a slope of the root of 5, as PEFT does), B is
   * zero.
   *
   * @throws ObolException naming a target that is no projection
   */
  public static LoraAdapter create(ModelConfig config, LoraSettings settings, long seed) {
    LoraAdapter adapter = zeros(config, settings);
    for (LoraPair pair : adapter.pairs.values()) {
      var numbers = new SeededNumbers(seed, pair.down().name());
      float[] values = pair.down().values();
      float bound = (float) (1 / Math.sqrt(pair.down().shape().get(1)));
      for (int i = 0; i < values.length; i++) {
        values[i] = bound * numbers.signed(i);
      }
      pair.down().pack();
    }
    return adapter;
  }

  /**
   * An adapter that was trained before.
   *
   * @throws ObolException naming a target that is no projection, or the tensor that is missing,
   *     superfluous, of another shape or not finite
   */
  public static LoraAdapter fromTensors(
      ModelConfig config, LoraSettings settings, Weights tensors) {
    LoraAdapter adapter = zeros(config, settings);
    var left = new TreeSet<>(tensors.names());
    for (Parameter parameter : adapter.parameters()) {
      if (!left.remove(parameter.name())) {
        throw broken("has no tensor " + parameter.name());
      }
      fill(parameter, tensors);
    }
    if (!left.isEmpty()) {
      throw broken("has a tensor " + left.first() + " that its settings do not name");
    }
    return adapter;
  }

  private static void fill(Parameter parameter, Weights tensors) {
    List<Integer> shape = tensors.shape(parameter.name());
    if (!shape.equals(parameter.shape())) {
      throw broken(
          "has a tensor %s of shape %s, but model and settings ask for %s"
              .formatted(parameter.name(), shape, parameter.shape()));
    }
    float[] values = tensors.read(parameter.name());
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw broken("has " + values[i] + " at number " + i + " of tensor " + parameter.name());
      }
      parameter.values()[i] = values[i];
    }
    parameter.pack();
  }

  private static LoraAdapter zeros(ModelConfig config, LoraSettings settings) {
    float scale = (float) (settings.alpha().doubleValue() / settings.rank());
    List<Projection> targets = settings.targets().stream().map(LoraAdapter::target).toList();
    Map<Place, LoraPair> pairs = new LinkedHashMap<>();
    for (int layer = 0; layer < config.layers(); layer++) {
      for (Projection target : Projection.values()) {
        if (targets.contains(target)) {
          String name = PREFIX + target.in(layer);
          var down = new Parameter(name + LoraPair.DOWN, settings.rank(), target.in(config));
          var up = new Parameter(name + LoraPair.UP, target.out(config), settings.rank());
          pairs.put(new Place(layer, target), new LoraPair(down, up, scale));
        }
      }
    }
    return new LoraAdapter(pairs);
  }

  private static Projection target(String name) {
    return Projection.ofTarget(name)
        .orElseThrow(
            () ->
                new ObolException(
                    ObolException.Exit.USAGE,
                    "LoRA target \""
                        + name
                        + "\" is not a projection; there are "
                        + String.join(", ", LoraSettings.ALL)));
  }

  /** What is added to a projection. */
  public Optional<LoraPair> pair(int layer, Projection projection) {
    return Optional.ofNullable(pairs.get(new Place(layer, projection)));
  }

  /** All matrices: layer by layer, in the order of {@link Projection}, A before B. */
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>();
    pairs.values().stream().flatMap(p -> Stream.of(p.down(), p.up())).forEach(all::add);
    return all;
  }

  /** A copy of all matrices under PEFT's names. */
  public SortedMap<String, Tensor> toTensors() {
    SortedMap<String, Tensor> tensors = new TreeMap<>();
    parameters().forEach(p -> tensors.put(p.name(), p.tensor()));
    return tensors;
  }

  private static ObolException broken(String what) {
    return new ObolException(
        ObolException.Exit.FAILED,
        "the adapter " + what + "; use the one that was trained on this base model");
  }
}
