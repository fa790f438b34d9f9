package org.obol.finetune.backend.tool;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.obol.crypto.Json;
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
import org.obol.trainer.Schedule;

/**
 * unsloth 2026.8: {@code unsloth train}. Runs on an accelerator only, and never evaluates. Its
 * program is AGPL-3.0, and is run as one, never linked.
 */
public final class Unsloth extends PythonBackend {

  private static final String NEXT = "use another backend, such as trl";

  @Override
  public String id() {
    return "unsloth";
  }

  @Override
  List<String> packages() {
    return List.of("unsloth", "unsloth-zoo", "torch", "transformers", "peft", "trl");
  }

  @Override
  String install() {
    return "python3 -m venv VENV && VENV/bin/pip install 'unsloth[huggingface]'";
  }

  @Override
  LineReader reader(RunPlan plan) {
    return new TrainerLines(plan);
  }

  @Override
  public Prepared prepare(RunPlan plan) {
    var limits = new Limits(id(), plan);
    Hyperparameters h = plan.hyperparameters();
    limits.requireWholeAlpha();
    limits.requireSmallSeed();
    limits.requireNoWeights();
    limits.requireNoPlainPairs();
    limits.require(plan.device() != Device.CPU, "it needs an accelerator", NEXT);
    limits.require(
        plan.shape() != Shape.TEXT,
        "it cuts plain texts into chunks of its own, whatever the records are",
        NEXT);
    limits.require(
        h.schedule() == Schedule.LINEAR,
        "its command line knows the schedule linear only",
        "use that, or another backend");
    limits.require(
        h.maxGradNorm().compareTo(BigDecimal.ONE) == 0,
        "it clips gradients to a norm of 1 and cannot be told otherwise",
        "set the gradient norm to 1");
    return new Prepared(
        List.of(new TextFile("config/unsloth.yaml", Yaml.text(config(plan, limits)))),
        List.of(new DataFile("data/train.jsonl", plan.train(), form(plan))),
        List.of(command(plan)),
        plan.steps().total(),
        false,
        List.of(
            "unsloth reports no loss on held-out records",
            "unsloth's optimizer is AdamW in 8 bits"));
  }

  private static DataFile.Form form(RunPlan plan) {
    return plan.shape() == Shape.PAIR ? DataFile.Form.MESSAGES : DataFile.Form.CANONICAL;
  }

  private static ToolCommand command(RunPlan plan) {
    return new ToolCommand(
        "train",
        "unsloth_cli",
        List.of("train", "--config", plan.files().config().resolve("unsloth.yaml").toString()),
        // It writes below the folder "outputs" of this one and nowhere else.
        Map.of("UNSLOTH_STUDIO_HOME", plan.files().out().toString()));
  }

  private static Json.Obj config(RunPlan plan, Limits limits) {
    Hyperparameters h = plan.hyperparameters();
    return Json.object()
        .put("model", plan.files().base().toString())
        .put(
            "data",
            Json.object()
                .put(
                    "local_dataset",
                    List.of(Json.of(plan.files().data().resolve("train.jsonl").toString())))
                .put("format_type", "chatml")
                .build())
        .put("training", training(plan))
        .put(
            "lora",
            Json.object()
                .put("lora_r", h.lora().rank())
                .put("lora_alpha", limits.alpha())
                .put("lora_dropout", new Json.Num("0.0"))
                .put("target_modules", String.join(",", h.lora().targets()))
                .build())
        .put(
            "logging",
            Json.object().put("enable_wandb", false).put("enable_tensorboard", false).build())
        .build();
  }

  private static Json training(RunPlan plan) {
    Hyperparameters h = plan.hyperparameters();
    return Json.object()
        .put("training_type", "lora")
        .put("max_seq_length", h.maxLength())
        .put("load_in_4bit", false)
        .put("output_dir", "adapter")
        .put("num_epochs", h.epochs())
        .put("learning_rate", Yaml.decimal(h.learningRate()))
        .put("batch_size", h.batchSize())
        .put("gradient_accumulation_steps", h.accumulation())
        .put("warmup_steps", plan.steps().warmup())
        .put("max_steps", 0)
        .put("save_steps", 0)
        .put("weight_decay", Yaml.decimal(h.weightDecay()))
        .put("random_seed", h.seed())
        .put("packing", false)
        .put("train_on_completions", true)
        .put("gradient_checkpointing", "none")
        .build();
  }

  @Override
  public Optional<ReportedLoss> collect(RunPlan plan, Optional<TrainingEvent.Evaluation> printed) {
    return Optional.empty();
  }

  @Override
  public void normalise(RunPlan plan, Path adapter) {
    PeftAdapter.copy(
        plan.files().out().resolve("outputs").resolve("adapter"),
        adapter,
        plan.hyperparameters().lora());
  }
}
