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
import org.obol.finetune.backend.Steps;
import org.obol.finetune.backend.TextFile;
import org.obol.finetune.backend.ToolCommand;
import org.obol.finetune.backend.TrainingEvent;
import org.obol.finetune.backend.adapter.MlxAdapter;
import org.obol.finetune.data.Shape;
import org.obol.trainer.Hyperparameters;

/**
 * Apple's mlx-lm, which runs on Linux too: {@code mlx_lm lora}. Two commands: one trains, one loads
 * what was saved and measures it on the held-out records. The validation that mlx does while it
 * trains is not used: its last one is from before the last step, and it leaves out what does not
 * fill a batch.
 */
public final class MlxLora extends PythonBackend {

  private static final String MODULE = "mlx_lm";

  @Override
  public String id() {
    return "mlx-lora";
  }

  @Override
  List<String> packages() {
    // rich is imported by 0.32, and not among its requirements.
    return List.of("mlx-lm", "transformers", "rich");
  }

  @Override
  String install() {
    return "python3 -m venv VENV && VENV/bin/pip install 'mlx-lm[train]' rich"
        + " (on Linux without an accelerator 'mlx-lm[train,cpu]')";
  }

  @Override
  LineReader reader(RunPlan plan) {
    Hyperparameters h = plan.hyperparameters();
    return new MlxLines(h.accumulation(), iterations(plan) / h.accumulation());
  }

  @Override
  public Prepared prepare(RunPlan plan) {
    var limits = new Limits(id(), plan);
    limits.requireSmallSeed();
    limits.requireNoWeights();
    limits.requireNoPlainPairs();
    limits.requireNoClipping();
    limits.requireNothingLeftOut(false);
    limits.require(
        plan.device() == Device.AUTO,
        "it computes on what its package is built for, and cannot be told another device",
        "use device auto");
    List<TextFile> configuration = new ArrayList<>();
    List<DataFile> data = new ArrayList<>();
    List<ToolCommand> commands = new ArrayList<>();
    configuration.add(new TextFile("config/train.yaml", Yaml.text(training(plan))));
    data.add(new DataFile("data/train.jsonl", plan.train(), DataFile.Form.CANONICAL));
    commands.add(command(plan, "train"));
    plan.valid()
        .ifPresent(
            valid -> {
              configuration.add(new TextFile("config/test.yaml", Yaml.text(testing(plan))));
              data.add(new DataFile("data/test.jsonl", valid, DataFile.Form.CANONICAL));
              commands.add(command(plan, "test"));
            });
    return new Prepared(
        configuration,
        data,
        commands,
        iterations(plan) / plan.hyperparameters().accumulation(),
        plan.valid().isPresent(),
        notes(plan));
  }

  private static List<String> notes(RunPlan plan) {
    String padding =
        "mlx-lm learns and counts the token number 0, with which it fills up, after each record";
    String rest = "mlx-lm learns and counts what the template puts after an answer";
    return switch (plan.shape()) {
      case MESSAGES ->
          List.of("mlx-lm learns the last message of each conversation only", rest, padding);
      case PAIR -> List.of(rest, padding);
      case TEXT -> List.of(padding);
    };
  }

  private static ToolCommand command(RunPlan plan, String name) {
    String config = plan.files().config().resolve(name + ".yaml").toString();
    return new ToolCommand(name, MODULE, List.of("lora", "--config", config), Map.of());
  }

  /** Forward passes; an iteration of mlx is one, and a step is made of {@code accumulation}. */
  private static long iterations(RunPlan plan) {
    Hyperparameters h = plan.hyperparameters();
    return plan.train().records() / h.batchSize() * h.epochs();
  }

  private static JsonObject common(RunPlan plan) {
    Hyperparameters h = plan.hyperparameters();
    return Json.object()
        .put("model", plan.files().base().toString())
        .put("data", plan.files().data().toString())
        .put("adapter_path", plan.files().out().toString())
        .put("fine_tune_type", "lora")
        .put("num_layers", -1)
        .put("max_seq_length", h.maxLength())
        .put("mask_prompt", plan.shape() != Shape.TEXT)
        .put("seed", h.seed())
        .put(
            "lora_parameters",
            Json.object()
                .put("rank", h.lora().rank())
                .put("scale", Yaml.decimal(MlxAdapter.scale(h.lora())))
                .put("dropout", new Json.Num("0.0"))
                .put("keys", Yaml.texts(h.lora().targets().stream().map(MlxLora::key).toList()))
                .build());
  }

  /** Where a projection is in a layer, as mlx and Hugging Face call it. */
  private static String key(String target) {
    return switch (target) {
      case "gate_proj", "up_proj", "down_proj" -> "mlp." + target;
      default -> "self_attn." + target;
    };
  }

  private static Json.Obj training(RunPlan plan) {
    Hyperparameters h = plan.hyperparameters();
    long iterations = iterations(plan);
    return common(plan)
        .put("train", true)
        .put("test", false)
        .put("batch_size", h.batchSize())
        .put("iters", iterations)
        .put("grad_accumulation_steps", h.accumulation())
        .put("optimizer", "adamw")
        .put(
            "optimizer_config",
            Json.object()
                .put(
                    "adamw",
                    Json.object()
                        .put("weight_decay", Yaml.decimal(h.weightDecay()))
                        // Else its first steps are not those of AdamW elsewhere.
                        .put("bias_correction", true)
                        .build())
                .build())
        .put("learning_rate", Yaml.decimal(h.learningRate()))
        .put("lr_schedule", schedule(plan, iterations / h.accumulation()))
        .put("steps_per_report", h.accumulation())
        .put("steps_per_eval", iterations)
        .put("save_every", iterations)
        .build();
  }

  private static Json.Obj schedule(RunPlan plan, long total) {
    Hyperparameters h = plan.hyperparameters();
    long warmup = Steps.warmup(h, total);
    Json rate = Yaml.decimal(h.learningRate());
    Json zero = new Json.Num("0.0");
    Json left = Json.of(Math.max(1, total - warmup));
    JsonObject out =
        switch (h.schedule()) {
          case CONSTANT -> schedule("linear_schedule", List.of(rate, rate, left));
          case LINEAR -> schedule("linear_schedule", List.of(rate, zero, left));
          case COSINE -> schedule("cosine_decay", List.of(rate, left));
        };
    if (warmup > 0) {
      out.put("warmup", warmup).put("warmup_init", zero);
    }
    return out.build();
  }

  private static JsonObject schedule(String name, List<Json> arguments) {
    return Json.object().put("name", name).put("arguments", arguments);
  }

  private static Json.Obj testing(RunPlan plan) {
    return common(plan)
        .put("train", false)
        .put("test", true)
        // So that no record is left out.
        .put("batch_size", 1)
        .put("test_batches", -1)
        .build();
  }

  @Override
  public Optional<ReportedLoss> collect(RunPlan plan, Optional<TrainingEvent.Evaluation> printed) {
    return MetricFiles.printed(printed.filter(e -> e.name().equals(MlxLines.TEST)));
  }

  @Override
  public Optional<Path> converted(RunPlan plan) {
    return Optional.of(plan.files().out().resolve(MlxAdapter.FILE));
  }

  @Override
  public void normalise(RunPlan plan, Path adapter) {
    MlxAdapter.convert(plan.files().out(), adapter, plan.hyperparameters().lora());
  }
}
