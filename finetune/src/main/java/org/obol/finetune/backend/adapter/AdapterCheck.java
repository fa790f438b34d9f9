package org.obol.finetune.backend.adapter;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.obol.crypto.ObolException;
import org.obol.finetune.backend.RunPlan;
import org.obol.trainer.LoraSettings;
import org.obol.trainer.safetensors.SafetensorsFile;
import org.obol.trainer.safetensors.SafetensorsFolder;
import org.obol.trainer.safetensors.Weights;

/**
 * Whether an adapter can be what it claims: both matrices for every projection asked for and for
 * nothing else, of sizes that fit the base model, all numbers finite, and not still as it was
 * before the first step.
 */
public final class AdapterCheck {

  private final Path file;
  private final LoraSettings lora;

  private AdapterCheck(Path file, LoraSettings lora) {
    this.file = file;
    this.lora = lora;
  }

  /**
   * Checks the adapter in {@code folder} against {@code plan}.
   *
   * @param trained whether it must differ from an untrained one
   * @throws ObolException naming the tensor that is wrong
   */
  public static AdapterFacts check(Path folder, RunPlan plan, boolean trained) {
    return check(folder, plan.hyperparameters().lora(), plan.base(), trained);
  }

  /**
   * Checks the adapter in {@code folder} against the base model in {@code baseFolder}.
   *
   * @param trained whether it must differ from an untrained one
   * @throws ObolException naming the tensor that is wrong
   */
  public static AdapterFacts check(
      Path folder, LoraSettings lora, Path baseFolder, boolean trained) {
    Path file = folder.resolve(PeftAdapter.WEIGHTS);
    try (var adapter = SafetensorsFile.open(file);
        var base = SafetensorsFolder.open(baseFolder)) {
      return new AdapterCheck(file, lora).check(adapter, base, trained);
    }
  }

  private AdapterFacts check(Weights adapter, Weights base, boolean trained) {
    requireComplete(adapter.names(), base.names());
    long parameters = 0;
    boolean moved = false;
    for (String name : new TreeSet<>(adapter.names())) {
      AdapterName parsed = AdapterName.peft(name).orElseThrow();
      requireShape(name, parsed, adapter.shape(name), base.shape(parsed.base()));
      float[] values = adapter.read(name);
      parameters += values.length;
      boolean zero = requireFinite(name, values);
      moved |= !parsed.a() && !zero;
    }
    if (trained && !moved) {
      throw refused(
          "every lora_B is zero: nothing was learned, the adapter is as it was before the first"
              + " step");
    }
    return new AdapterFacts(lora.rank(), lora.targets(), adapter.names().size(), parameters);
  }

  private void requireComplete(Set<String> found, Set<String> base) {
    Set<String> wanted = new TreeSet<>();
    for (String module : AdapterName.modules(base, lora.targets())) {
      wanted.add(new AdapterName(module, true).peft());
      wanted.add(new AdapterName(module, false).peft());
    }
    first(wanted, found)
        .ifPresent(
            name -> {
              throw refused("tensor " + name + " is missing");
            });
    first(found, wanted)
        .ifPresent(
            name -> {
              throw refused("tensor " + name + " is no part of what was asked for");
            });
    if (wanted.isEmpty()) {
      throw refused("the base model has none of the projections " + lora.targets());
    }
  }

  private static Optional<String> first(Set<String> these, Set<String> without) {
    return these.stream()
        .filter(name -> !without.contains(name))
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .findFirst();
  }

  private void requireShape(
      String name, AdapterName parsed, List<Integer> found, List<Integer> base) {
    // The base weight is [out, in]; A is [rank, in], B is [out, rank].
    List<Integer> wanted =
        parsed.a() ? List.of(lora.rank(), base.getLast()) : List.of(base.getFirst(), lora.rank());
    if (!found.equals(wanted)) {
      throw refused(
          "tensor " + name + " has shape " + found + ", the base model asks for " + wanted);
    }
  }

  /** Whether all values are zero. */
  private boolean requireFinite(String name, float[] values) {
    boolean zero = true;
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw refused(
            "tensor " + name + " holds " + value + ": training has diverged; lower the rate");
      }
      zero &= value == 0;
    }
    return zero;
  }

  private ObolException refused(String what) {
    return new ObolException(
        ObolException.Exit.FAILED, "adapter " + file.getFileName() + ": " + what);
  }
}
