package org.obol.finetune.backend.tool;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.obol.crypto.Json;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonObject;
import org.obol.crypto.JsonReader;
import org.obol.crypto.ObolException;
import org.obol.finetune.backend.RunPlan;
import org.obol.finetune.data.Shape;
import org.obol.trainer.LoraSettings;
import org.obol.trainer.text.ChatTemplate;

/**
 * The parts of torchtune's configuration that depend on the base model: it has a builder for each
 * architecture, and a tokenizer for each of their original files.
 */
final class TorchtuneModel {

  private static final long MAX_CONFIG = 1 << 20;
  private static final List<String> ATTENTION = List.of("k_proj", "o_proj", "q_proj", "v_proj");
  private static final List<String> MLP = List.of("down_proj", "gate_proj", "up_proj");

  private final RunPlan plan;
  private final Limits limits;
  private final Json.Obj base;

  TorchtuneModel(RunPlan plan, Limits limits) {
    this.plan = plan;
    this.limits = limits;
    this.base = read(plan.base().resolve("config.json"));
    limits.require(
        isQwen() || isLlama(),
        "it has no builder for model type " + base.text("model_type").orElse("(none)"),
        "use another backend, such as trl");
    limits.require(
        base.get("rope_scaling").orElse(new Json.Null()) instanceof Json.Null,
        "rope_scaling of the base model has no place in its builders",
        "use another backend, such as trl");
  }

  private boolean isQwen() {
    return base.text("model_type").equals(Optional.of("qwen2"));
  }

  private boolean isLlama() {
    return base.text("model_type").equals(Optional.of("llama"))
        && !base.bool("tie_word_embeddings").orElse(false);
  }

  /** Section {@code model}. */
  Json model() {
    LoraSettings lora = plan.hyperparameters().lora();
    List<String> mlp = lora.targets().stream().filter(MLP::contains).toList();
    limits.require(
        mlp.isEmpty() || mlp.equals(MLP),
        "it adapts all of " + MLP + " or none, not " + mlp,
        "name all three or none");
    List<String> attention = lora.targets().stream().filter(ATTENTION::contains).toList();
    limits.require(
        attention.size() + mlp.size() == lora.targets().size() && !attention.isEmpty(),
        "it adapts projections of the attention and, besides, those of the MLP, not "
            + lora.targets(),
        "name some of " + ATTENTION);
    JsonObject out =
        Json.object()
            .put(
                "_component_",
                isQwen()
                    ? "torchtune.models.qwen2.lora_qwen2"
                    : "torchtune.models.llama3.lora_llama3")
            .put(
                "lora_attn_modules",
                Yaml.texts(
                    attention.stream().map(t -> t.equals("o_proj") ? "output_proj" : t).toList()))
            .put("apply_lora_to_mlp", !mlp.isEmpty())
            .put("apply_lora_to_output", false)
            .put("lora_rank", lora.rank())
            .put("lora_alpha", Yaml.decimal(lora.alpha()))
            .put("lora_dropout", new Json.Num("0.0"));
    return sizes(out).build();
  }

  private JsonObject sizes(JsonObject out) {
    long heads = base.requireInteger("num_attention_heads");
    out.put("vocab_size", base.requireInteger("vocab_size"))
        .put("num_layers", base.requireInteger("num_hidden_layers"))
        .put("num_heads", heads)
        .put("num_kv_heads", base.integer("num_key_value_heads").orElse(heads))
        .put("embed_dim", base.requireInteger("hidden_size"))
        .put("intermediate_dim", base.requireInteger("intermediate_size"))
        .put("max_seq_len", base.requireInteger("max_position_embeddings"))
        .put("norm_eps", number("rms_norm_eps", "0.00001"))
        .put("rope_base", number("rope_theta", "10000"));
    if (isQwen()) {
      out.put("tie_word_embeddings", base.bool("tie_word_embeddings").orElse(false));
    }
    return out;
  }

  private Json number(String field, String fallback) {
    Json value = base.get(field).orElse(new Json.Num(fallback));
    String literal = value instanceof Json.Num n ? n.literal() : fallback;
    return new Json.Num(new BigDecimal(literal).stripTrailingZeros().toPlainString());
  }

  /** Section {@code tokenizer}. */
  Json tokenizer() {
    Path folder = plan.files().base();
    JsonObject out = Json.object();
    ChatTemplate own = isQwen() ? ChatTemplate.CHATML : ChatTemplate.LLAMA3;
    limits.require(
        plan.shape() == Shape.TEXT || plan.template() == own,
        "its tokenizer for this model renders conversations as " + own.id() + " does",
        "use that template, or another backend");
    if (isQwen()) {
      require("vocab.json");
      require("merges.txt");
      out.put("_component_", "torchtune.models.qwen2_5.qwen2_5_tokenizer")
          .put("path", folder.resolve("vocab.json").toString())
          .put("merges_file", folder.resolve("merges.txt").toString());
    } else {
      require("tokenizer.model");
      out.put("_component_", "torchtune.models.llama3.llama3_tokenizer")
          .put("path", folder.resolve("tokenizer.model").toString());
    }
    return out.put("max_seq_len", plan.hyperparameters().maxLength()).build();
  }

  private void require(String file) {
    limits.require(
        Files.exists(plan.base().resolve(file)),
        "its tokenizer needs " + file + " in the folder of the base model",
        "use another backend, such as trl");
  }

  /** Section {@code checkpointer}. */
  Json checkpointer() {
    return Json.object()
        .put("_component_", "torchtune.training.FullModelHFCheckpointer")
        .put("checkpoint_dir", plan.files().base().toString())
        .put("checkpoint_files", Yaml.texts(weights()))
        .put("recipe_checkpoint", new Json.Null())
        .put("output_dir", plan.files().out().toString())
        .put("model_type", isQwen() ? "QWEN2" : "LLAMA3")
        .build();
  }

  private List<String> weights() {
    try (Stream<Path> files = Files.list(plan.base())) {
      return new ArrayList<>(
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".safetensors"))
              .sorted()
              .toList());
    } catch (IOException e) {
      throw new ObolException(
          ObolException.Exit.FAILED, "cannot list " + plan.base() + ": " + e.getMessage(), e);
    }
  }

  private static Json.Obj read(Path config) {
    try {
      return JsonReader.read(Files.readAllBytes(config), MAX_CONFIG).asObject("it");
    } catch (IOException | JsonException e) {
      throw new ObolException(
          ObolException.Exit.FAILED,
          "cannot read the configuration of the base model, " + config + ": " + e.getMessage(),
          e);
    }
  }
}
