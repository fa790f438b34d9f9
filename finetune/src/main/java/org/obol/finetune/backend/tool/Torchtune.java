package org.obol.finetune.backend.tool;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.obol.trainer.Hyperparameters;
import org.obol.trainer.Schedule;

/**
 * torchtune 0.6.1, whose development has ended: {@code tune run lora_finetune_single_device}. Never
 * evaluates.
 */
public final class Torchtune extends PythonBackend {

  @Override
  public String id() {
    return "torchtune";
  }

  @Override
  List<String> packages() {
    return List.of("torchtune", "torch", "torchao", "datasets");
  }

  @Override
  String install() {
    // Later versions of torchao lack what it imports.
    return "python3 -m venv VENV && VENV/bin/pip install torchtune==0.6.1 torchao==0.13.0 torch";
  }

  @Override
  LineReader reader(RunPlan plan) {
    return new TuneLines(plan.steps().total());
  }

  @Override
  public Prepared prepare(RunPlan plan) {
    var limits = new Limits(id(), plan);
    limits.requireSmallSeed();
    limits.requireNothingLeftOut(true);
    limits.requireNoWeights();
    limits.require(
        plan.hyperparameters().schedule() != Schedule.LINEAR,
        "it has no schedule linear",
        "use cosine or constant");
    return new Prepared(
        List.of(new TextFile("config/torchtune.yaml", Yaml.text(config(plan, limits)))),
        List.of(new DataFile("data/train.jsonl", plan.train(), DataFile.Form.CANONICAL)),
        List.of(
            new ToolCommand(
                "train",
                "torchtune._cli.tune",
                List.of(
                    "run",
                    "lora_finetune_single_device",
                    "--config",
                    plan.files().config().resolve("torchtune.yaml").toString()),
                Map.of())),
        plan.steps().total(),
        false,
        List.of(
            "torchtune reports no loss on held-out records",
            "torchtune renders conversations as its own tokenizer does"));
  }

  private static Json.Obj config(RunPlan plan, Limits limits) {
    Hyperparameters h = plan.hyperparameters();
    var model = new TorchtuneModel(plan, limits);
    return Json.object()
        .put("output_dir", plan.files().out().toString())
        .put("model", model.model())
        .put("tokenizer", model.tokenizer())
        .put("checkpointer", model.checkpointer())
        .put("resume_from_checkpoint", false)
        .put("save_adapter_weights_only", true)
        .put("dataset", dataset(plan))
        .put("seed", h.seed())
        .put("shuffle", true)
        .put("epochs", h.epochs())
        .put("max_steps_per_epoch", new Json.Null())
        .put("batch_size", h.batchSize())
        .put("gradient_accumulation_steps", h.accumulation())
        .put(
            "optimizer",
            Json.object()
                .put("_component_", "torch.optim.AdamW")
                .put("lr", Yaml.decimal(h.learningRate()))
                .put("weight_decay", Yaml.decimal(h.weightDecay()))
                .build())
        .put("lr_scheduler", schedule(plan))
        .put("clip_grad_norm", clip(h))
        .put("loss", component("torchtune.modules.loss.CEWithChunkedOutputLoss").build())
        .put("device", device(plan))
        .put("dtype", plan.device() == Device.GPU ? "bf16" : "fp32")
        .put("compile", false)
        .put("enable_activation_checkpointing", false)
        .put("enable_activation_offloading", false)
        .put(
            "metric_logger",
            component("torchtune.training.metric_logging.DiskLogger")
                .put("log_dir", plan.files().logs().resolve("torchtune").toString())
                .build())
        .put("log_every_n_steps", 1)
        .put("log_peak_memory_stats", false)
        .build();
  }

  private static JsonObject component(String name) {
    return Json.object().put("_component_", name);
  }

  private static Json clip(Hyperparameters h) {
    return h.maxGradNorm().signum() == 0 ? new Json.Null() : Yaml.decimal(h.maxGradNorm());
  }

  private static String device(RunPlan plan) {
    // It has no "auto"; without an accelerator "cuda" is an error, and "cpu" works everywhere.
    return plan.device() == Device.GPU ? "cuda" : "cpu";
  }

  private static Json schedule(RunPlan plan) {
    JsonObject out =
        component("torchtune.training.lr_schedulers.get_cosine_schedule_with_warmup")
            .put("num_warmup_steps", plan.steps().warmup());
    if (plan.hyperparameters().schedule() == Schedule.CONSTANT) {
      // No part of a cycle: the cosine stays at one.
      out.put("num_cycles", new Json.Num("0.0"));
    }
    return out.build();
  }

  private static Json dataset(RunPlan plan) {
    String file = plan.files().data().resolve("train.jsonl").toString();
    JsonObject out =
        switch (plan.shape()) {
          case MESSAGES ->
              component("torchtune.datasets.chat_dataset")
                  .put("conversation_column", "messages")
                  .put("conversation_style", "openai")
                  .put("train_on_input", false);
          case PAIR ->
              component("torchtune.datasets.instruct_dataset")
                  .put(
                      "column_map",
                      Json.object().put("input", "prompt").put("output", "completion").build())
                  .put("train_on_input", false);
          case TEXT ->
              component("torchtune.datasets.text_completion_dataset").put("column", "text");
        };
    return out.put("source", "json")
        .put("data_files", file)
        .put("split", "train")
        .put("packed", false)
        .build();
  }

  @Override
  public Optional<ReportedLoss> collect(RunPlan plan, Optional<TrainingEvent.Evaluation> printed) {
    return Optional.empty();
  }

  @Override
  public void normalise(RunPlan plan, Path adapter) {
    // One folder for each epoch, counted from 0.
    String last = "epoch_" + (plan.hyperparameters().epochs() - 1);
    PeftAdapter.copy(plan.files().out().resolve(last), adapter, plan.hyperparameters().lora());
  }
}
