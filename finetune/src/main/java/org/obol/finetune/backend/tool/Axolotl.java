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

/** axolotl 0.18 and later: {@code axolotl train}, without a launcher for several processes. */
public final class Axolotl extends PythonBackend {

  @Override
  public String id() {
    return "axolotl";
  }

  @Override
  List<String> packages() {
    return List.of("axolotl", "torch", "transformers", "peft", "accelerate", "datasets", "trl");
  }

  @Override
  String install() {
    return "python3 -m venv VENV && VENV/bin/pip install axolotl";
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
    limits.requireNoPlainPairs();
    DataFile.Form form =
        plan.shape() == Shape.PAIR ? DataFile.Form.MESSAGES : DataFile.Form.CANONICAL;
    List<DataFile> data = new ArrayList<>();
    data.add(new DataFile("data/train.jsonl", plan.train(), form));
    plan.valid().ifPresent(v -> data.add(new DataFile("data/valid.jsonl", v, form)));
    return new Prepared(
        List.of(new TextFile("config/axolotl.yaml", Yaml.text(config(plan, limits)))),
        data,
        List.of(
            new ToolCommand(
                "train",
                "axolotl.cli.main",
                List.of(
                    "train",
                    plan.files().config().resolve("axolotl.yaml").toString(),
                    "--launcher",
                    "python"),
                Map.of())),
        plan.steps().total(),
        plan.valid().isPresent(),
        List.of());
  }

  private static Json.Obj config(RunPlan plan, Limits limits) {
    Hyperparameters h = plan.hyperparameters();
    JsonObject out =
        Json.object()
            .put("base_model", plan.files().base().toString())
            .put("output_dir", plan.files().out().toString())
            // Shared, it would hand prepared records of another run to this one.
            .put("dataset_prepared_path", plan.files().scratch().resolve("prepared").toString())
            .put("datasets", List.of(dataset(plan, "train.jsonl")));
    if (plan.valid().isPresent()) {
      out.put("test_datasets", List.of(dataset(plan, "valid.jsonl")));
    }
    out.put("val_set_size", new Json.Num("0.0")).put("chat_template", "tokenizer_default");
    if (limits.conversations()) {
      endOfTurn(plan).ifPresent(token -> out.put("eot_tokens", List.of(Json.of(token))));
    }
    out.put("adapter", "lora")
        .put("lora_r", h.lora().rank())
        .put("lora_alpha", limits.alpha())
        .put("lora_dropout", new Json.Num("0.0"))
        .put("lora_target_modules", Yaml.texts(h.lora().targets()))
        .put("load_in_8bit", false)
        .put("load_in_4bit", false)
        .put("sequence_len", h.maxLength())
        .put("sample_packing", false)
        .put("eval_sample_packing", false)
        .put("pad_to_sequence_len", false)
        .put("train_on_inputs", false)
        .put("attn_implementation", "sdpa");
    schedule(plan, out);
    // "auto" would turn on fp16 where there is no bf16, also on a CPU.
    return out.put("bf16", plan.device() == Device.GPU)
        .put("fp16", false)
        .put("tf32", false)
        .put("gradient_checkpointing", false)
        .put("seed", h.seed())
        .put("dataset_num_proc", 1)
        .put("dataloader_num_workers", 0)
        .put("logging_steps", 1)
        .build();
  }

  /** What ends a turn, where it is not the end of the text; else it would never be learned. */
  private static Optional<String> endOfTurn(RunPlan plan) {
    return switch (plan.template()) {
      case CHATML -> Optional.of("<|im_end|>");
      case LLAMA3 -> Optional.of("<|eot_id|>");
      case PLAIN, ALPACA -> Optional.empty();
    };
  }

  private static void schedule(RunPlan plan, JsonObject out) {
    Hyperparameters h = plan.hyperparameters();
    out.put("micro_batch_size", h.batchSize())
        .put("eval_batch_size", h.batchSize())
        .put("gradient_accumulation_steps", h.accumulation())
        .put("num_epochs", h.epochs())
        .put("optimizer", "adamw_torch")
        .put("learning_rate", Yaml.decimal(h.learningRate()))
        .put("lr_scheduler", Rates.transformers(plan))
        .put("warmup_steps", plan.steps().warmup())
        .put("weight_decay", Yaml.decimal(h.weightDecay()))
        .put("max_grad_norm", Yaml.decimal(h.maxGradNorm()));
    if (plan.valid().isPresent()) {
      out.put("eval_strategy", "epoch");
    }
    out.put("save_strategy", "epoch").put("save_only_model", true);
  }

  private static Json dataset(RunPlan plan, String file) {
    JsonObject out =
        Json.object()
            .put("path", plan.files().data().resolve(file).toString())
            .put("ds_type", "json")
            .put("split", "train");
    return switch (plan.shape()) {
      case MESSAGES, PAIR -> {
        out.put("type", "chat_template")
            .put("field_messages", "messages")
            .put("roles_to_train", List.of(Json.of("assistant")))
            .put("train_on_eos", "turn");
        if (plan.data().weights()) {
          out.put("message_field_training", "weight");
        }
        yield out.build();
      }
      case TEXT -> out.put("type", "completion").put("field", "text").build();
    };
  }

  @Override
  public Optional<ReportedLoss> collect(RunPlan plan, Optional<TrainingEvent.Evaluation> printed) {
    var files = new MetricFiles(plan);
    return files.summary().or(files::trainerState).or(() -> MetricFiles.printed(printed));
  }

  @Override
  public void normalise(RunPlan plan, Path adapter) {
    PeftAdapter.copy(plan.files().out(), adapter, plan.hyperparameters().lora());
  }
}
