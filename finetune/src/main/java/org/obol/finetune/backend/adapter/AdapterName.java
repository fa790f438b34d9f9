package org.obol.finetune.backend.adapter;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a tensor in an adapter of PEFT.
 *
 * @param module path in the base model, such as {@code model.layers.0.self_attn.q_proj}
 * @param a whether it is the matrix that the input meets first
 */
record AdapterName(String module, boolean a) {

  private static final String WEIGHT = ".weight";
  private static final Pattern PEFT =
      Pattern.compile("base_model\\.model\\.(?<module>.+)\\.lora_(?<side>[AB])\\.weight");
  private static final Pattern MLX = Pattern.compile("(?<module>.+)\\.lora_(?<side>[ab])");

  static Optional<AdapterName> peft(String text) {
    return read(PEFT.matcher(text), "A");
  }

  static Optional<AdapterName> mlx(String text) {
    return read(MLX.matcher(text), "a");
  }

  private static Optional<AdapterName> read(Matcher matcher, String a) {
    return matcher.matches()
        ? Optional.of(new AdapterName(matcher.group("module"), matcher.group("side").equals(a)))
        : Optional.empty();
  }

  /** The modules of a base model that have these targets, sorted. */
  static SortedSet<String> modules(Set<String> base, List<String> targets) {
    SortedSet<String> modules = new TreeSet<>();
    for (String tensor : base) {
      if (targets.stream().anyMatch(target -> tensor.endsWith("." + target + WEIGHT))) {
        modules.add(tensor.substring(0, tensor.length() - WEIGHT.length()));
      }
    }
    return modules;
  }

  /** The name that PEFT gives it. */
  String peft() {
    return "base_model.model." + module + ".lora_" + (a ? "A" : "B") + ".weight";
  }

  /** The tensor of the base model that it adds to. */
  String base() {
    return module + WEIGHT;
  }
}
