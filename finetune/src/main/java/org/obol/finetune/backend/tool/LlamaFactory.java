package org.obol.finetune.backend.tool;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.finetune.backend.DataFile;
import org.obol.finetune.backend.Device;
import org.obol.finetune.backend.LineReader;
import org.obol.finetune.backend.Prepared;
import org.obol.finetune.backend.ReportedLoss;
import org.obol.finetune.backend.RunPlan;
import org.obol.finetune.backend.TextFile;
import org.obol.finetune.backend.ToolCommand;
import org.obol.finetune.backend.TrainingEvent;
import org.obol.finetune.backend.adapter.PeftAdapter;
import org.obol.finetune.data.Shape;
import org.obol.trainer.Hyperparameters;
import org.obol.trainer.text.ChatTemplate;

/**
 * LLaMA-Factory 0.9.5: {@code llamafactory-cli train}. Data is registered in a dataset_info.json.
 * Conversations go in as its "sharegpt" with other names for the members: its "openai" adds a
 * sentence of its own to every system message.
 */
public final class LlamaFactory extends PythonBackend {

  /** Templates of ours that it has too, under the same name. */
  private static final Set<ChatTemplate> TEMPLATES =
      Set.of(ChatTemplate.CHATML, ChatTemplate.LLAMA3);

  @Override
  public String id() {
    return "llama-factory";
  }

  @Override
  List<String> packages() {
    return List.of(
        "llamafactory", "torch", "transformers", "peft", "accelerate", "datasets", "trl");
  }

  @Override
  String install() {
    return "python3 -m venv VENV && VENV/bin/pip install llamafactory==0.9.5";
  }

  @Override
  LineReader reader(RunPlan plan) {
    return new TrainerLines(plan);
  }

  @Override
  public Prepared prepare(RunPlan plan) {
    var limits = new Limits(id(), plan);
    limits.requireWholeAlpha();
    limits.requireSmallSeed();
    boolean text = plan.shape() == Shape.TEXT;
    limits.require(
        text || TEMPLATES.contains(plan.template()),
        "it renders conversations itself and has no template like our " + plan.template().id(),
        "use chatml or llama3, or another backend");
    limits.requireNoWeights();
    DataFile.Form form =
        plan.shape() == Shape.MESSAGES ? DataFile.Form.ALTERNATING : DataFile.Form.CANONICAL;
    List<DataFile> data = new ArrayList<>();
    data.add(new DataFile("data/train.jsonl", plan.train(), form));
    plan.valid().ifPresent(v -> data.add(new DataFile("data/valid.jsonl", v, form)));
    return new Prepared(
        List.of(
            new TextFile("config/llama-factory.yaml", Yaml.text(config(plan, limits))),
            new TextFile("data/dataset_info.json", datasets(plan).text() + "\n")),
        data,
        List.of(
            new ToolCommand(
                "train",
                "llamafactory.cli",
                List.of("train", plan.files().config().resolve("llama-factory.yaml").toString()),
                Map.of())),
        plan.steps().total(),
        plan.valid().isPresent(),
        text
            ? List.of()
            : List.of("llama-factory renders with its own template " + plan.template().id()));
  }

  private static Json.Obj datasets(RunPlan plan) {
    JsonObject out = Json.object().put("train", dataset(plan.shape(), "train.jsonl"));
    if (plan.valid().isPresent()) {
      out.put("valid", dataset(plan.shape(), "valid.jsonl"));
    }
    return out.build();
  }

  private static Json dataset(Shape shape, String file) {
    JsonObject out = Json.object().put("file_name", file);
    return switch (shape) {
      case MESSAGES ->
          out.put("formatting", "sharegpt")
              .put("columns", Json.object().put("messages", "messages").build())
              .put("tags", tags())
              .build();
      case PAIR -> out.put("formatting", "alpaca").put("columns", columns("completion")).build();
      case TEXT ->
          out.put("formatting", "alpaca")
              .put("columns", Json.object().put("prompt", "text").build())
              .build();
    };
  }

  private static Json columns(String response) {
    return Json.object().put("prompt", "prompt").put("response", response).build();
  }

  private static Json tags() {
    return Json.object()
        .put("role_tag", "role")
        .put("content_tag", "content")
        .put("user_tag", "user")
        .put("assistant_tag", "assistant")
        .put("system_tag", "system")
        .put("observation_tag", "tool")
        .build();
  }

  private static Json.Obj config(RunPlan plan, Limits limits) {
    Hyperparameters h = plan.hyperparameters();
    boolean text = plan.shape() == Shape.TEXT;
    JsonObject out =
        Json.object()
            .put("model_name_or_path", plan.files().base().toString())
            .put("trust_remote_code", false)
            // "pt" learns every token of a text; "sft" what the assistant says.
            .put("stage", text ? "pt" : "sft")
            .put("do_train", true)
            .put("finetuning_type", "lora")
            .put("lora_rank", h.lora().rank())
            .put("lora_alpha", limits.alpha())
            .put("lora_dropout", new Json.Num("0.0"))
            .put("lora_target", String.join(",", h.lora().targets()))
            .put("dataset_dir", plan.files().data().toString())
            .put("dataset", "train");
    if (plan.valid().isPresent()) {
      out.put("eval_dataset", "valid").put("do_eval", true);
    }
    out.put("eval_strategy", plan.valid().isPresent() ? "epoch" : "no")
        .put("template", text ? "empty" : plan.template().id())
        .put("cutoff_len", h.maxLength())
        .put("packing", false)
        .put("preprocessing_num_workers", 1)
        .put("output_dir", plan.files().out().toString())
        .put("overwrite_output_dir", true);
    schedule(plan, out);
    out.put("bf16", plan.device() == Device.GPU).put("fp16", false);
    if (plan.device() == Device.CPU) {
      out.put("use_cpu", true);
    }
    return out.put("disable_gradient_checkpointing", true)
        .put("seed", h.seed())
        .put("data_seed", h.seed())
        .put("full_determinism", true)
        .put("logging_steps", 1)
        .put("disable_tqdm", true)
        .put("plot_loss", false)
        .put("report_to", "none")
        .build();
  }

  private static void schedule(RunPlan plan, JsonObject out) {
    Hyperparameters h = plan.hyperparameters();
    out.put("per_device_train_batch_size", h.batchSize())
        .put("per_device_eval_batch_size", h.batchSize())
        .put("gradient_accumulation_steps", h.accumulation())
        .put("num_train_epochs", h.epochs())
        .put("optim", "adamw_torch")
        .put("learning_rate", Yaml.decimal(h.learningRate()))
        .put("lr_scheduler_type", Rates.transformers(plan))
        .put("warmup_steps", plan.steps().warmup())
        .put("weight_decay", Yaml.decimal(h.weightDecay()))
        .put("max_grad_norm", Yaml.decimal(h.maxGradNorm()))
        .put("save_strategy", "epoch")
        .put("save_only_model", true);
  }

  @Override
  public Optional<ReportedLoss> collect(RunPlan plan, Optional<TrainingEvent.Evaluation> printed) {
    var files = new MetricFiles(plan);
    return files
        .results("eval_results.json")
        .or(() -> files.results("all_results.json"))
        .or(files::trainerState)
        .or(() -> MetricFiles.printed(printed));
  }

  @Override
  public void normalise(RunPlan plan, Path adapter) {
    PeftAdapter.copy(plan.files().out(), adapter, plan.hyperparameters().lora());
  }
}
