package org.obol.finetune.backend.tool;

import java.nio.file.Path;
import java.util.ArrayList;
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
import org.obol.finetune.data.Shape;
import org.obol.trainer.Hyperparameters;

/** Hugging Face TRL 1.x with PEFT: {@code trl sft}. */
public final class Trl extends PythonBackend {

  @Override
  public String id() {
    return "trl";
  }

  @Override
  List<String> packages() {
    return List.of("trl", "torch", "transformers", "peft", "accelerate", "datasets");
  }

  @Override
  String install() {
    return "python3 -m venv VENV && VENV/bin/pip install trl peft torch";
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
    DataFile.Form form =
        plan.shape() == Shape.PAIR && limits.conversations()
            ? DataFile.Form.MESSAGES
            : DataFile.Form.CANONICAL;
    List<DataFile> data = new ArrayList<>();
    data.add(new DataFile("data/train.jsonl", plan.train(), form));
    // The loader calls a split what its file is called.
    plan.valid().ifPresent(v -> data.add(new DataFile("data/test.jsonl", v, form)));
    Path config = plan.folder().resolve("config/trl.yaml");
    return new Prepared(
        List.of(new TextFile("config/trl.yaml", Yaml.text(config(plan, limits)))),
        data,
        List.of(
            new ToolCommand(
                "train",
                "trl.cli.main",
                List.of("sft", "--config", config.toString(), "--num_processes", "1"),
                Map.of())),
        plan.steps().total(),
        plan.valid().isPresent(),
        List.of());
  }

  private static Json.Obj config(RunPlan plan, Limits limits) {
    Hyperparameters h = plan.hyperparameters();
    JsonObject out =
        Json.object()
            .put("model_name_or_path", plan.files().base().toString())
            .put("dtype", "float32")
            .put("dataset_name", plan.files().data().toString())
            .put("output_dir", plan.files().out().toString())
            .put("use_peft", true)
            .put("lora_r", h.lora().rank())
            .put("lora_alpha", limits.alpha())
            .put("lora_dropout", new Json.Num("0.0"))
            .put("lora_target_modules", Yaml.texts(h.lora().targets()))
            .put("max_length", h.maxLength())
            .put("packing", false)
            .put("assistant_only_loss", limits.conversations());
    if (plan.shape() == Shape.PAIR && !limits.conversations()) {
      out.put("completion_only_loss", true);
    }
    schedule(plan, out);
    return device(plan, out)
        .put("seed", h.seed())
        .put("data_seed", h.seed())
        .put("full_determinism", true)
        .put("gradient_checkpointing", false)
        .put("logging_steps", 1)
        .put("disable_tqdm", true)
        .put("report_to", "none")
        .build();
  }

  private static void schedule(RunPlan plan, JsonObject out) {
    Hyperparameters h = plan.hyperparameters();
    out.put("learning_rate", Yaml.decimal(h.learningRate()))
        .put("lr_scheduler_type", Rates.transformers(plan))
        .put("warmup_steps", plan.steps().warmup())
        .put("weight_decay", Yaml.decimal(h.weightDecay()))
        .put("max_grad_norm", Yaml.decimal(h.maxGradNorm()))
        .put("num_train_epochs", h.epochs())
        .put("per_device_train_batch_size", h.batchSize())
        .put("per_device_eval_batch_size", h.batchSize())
        .put("gradient_accumulation_steps", h.accumulation())
        .put("eval_strategy", plan.valid().isPresent() ? "epoch" : "no")
        .put("save_strategy", "epoch")
        .put("save_only_model", true);
  }

  private static JsonObject device(RunPlan plan, JsonObject out) {
    // Its own default is bf16, which fails where there is no accelerator for it.
    out.put("bf16", plan.device() == Device.GPU).put("fp16", false);
    if (plan.device() == Device.CPU) {
      out.put("use_cpu", true);
    }
    return out;
  }

  @Override
  public Optional<ReportedLoss> collect(RunPlan plan, Optional<TrainingEvent.Evaluation> printed) {
    return new MetricFiles(plan).trainerState().or(() -> MetricFiles.printed(printed));
  }

  @Override
  public void normalise(RunPlan plan, Path adapter) {
    PeftAdapter.copy(plan.files().out(), adapter, plan.hyperparameters().lora());
  }
}
