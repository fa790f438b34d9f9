package org.obol.finetune.backend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.obol.finetune.data.Shape;
import org.obol.trainer.Hyperparameters;
import org.obol.trainer.LoraSettings;
import org.obol.trainer.Schedule;
import org.obol.trainer.safetensors.SafetensorsWriter;
import org.obol.trainer.safetensors.Tensor;
import org.obol.trainer.text.ChatTemplate;

/** Plans for tests: a sensible one that every backend takes, and ways to change it. */
public final class Plans {

  /** What all backends take but for the schedule and clipping, which some insist on. */
  public static final Hyperparameters SETTINGS =
      new Hyperparameters(
          new LoraSettings(4, new BigDecimal("8"), List.of("q_proj", "v_proj")),
          new BigDecimal("1e-4"),
          2,
          2,
          1,
          128,
          Schedule.COSINE,
          new BigDecimal("0.1"),
          new BigDecimal("0.01"),
          BigDecimal.ONE,
          42);

  private RunPlan plan;

  /** A plan over paths that need not exist. */
  public Plans(Path run, Path base) {
    plan =
        new RunPlan(
            run,
            new TrainingData(
                new RecordFile(run.resolve("in/train.jsonl"), 12),
                Optional.of(new RecordFile(run.resolve("in/valid.jsonl"), 3)),
                Shape.MESSAGES,
                false),
            base,
            ChatTemplate.CHATML,
            SETTINGS,
            Device.AUTO,
            Duration.ofMinutes(1));
  }

  public RunPlan plan() {
    return plan;
  }

  public Plans settings(Hyperparameters settings) {
    return with(plan.data(), plan.template(), settings, plan.device(), plan.timeout());
  }

  public Plans lora(int rank, String alpha, String... targets) {
    return settings(
        changed(
            new LoraSettings(rank, new BigDecimal(alpha), List.of(targets)),
            plan.hyperparameters().schedule(),
            plan.hyperparameters().maxGradNorm()));
  }

  public Plans schedule(Schedule schedule, String maxGradNorm) {
    return settings(changed(plan.hyperparameters().lora(), schedule, new BigDecimal(maxGradNorm)));
  }

  private Hyperparameters changed(LoraSettings lora, Schedule schedule, BigDecimal norm) {
    Hyperparameters h = plan.hyperparameters();
    return new Hyperparameters(
        lora,
        h.learningRate(),
        h.epochs(),
        h.batchSize(),
        h.accumulation(),
        h.maxLength(),
        schedule,
        h.warmup(),
        h.weightDecay(),
        norm,
        h.seed());
  }

  public Plans batches(int size, int accumulation) {
    Hyperparameters h = plan.hyperparameters();
    return settings(
        new Hyperparameters(
            h.lora(),
            h.learningRate(),
            h.epochs(),
            size,
            accumulation,
            h.maxLength(),
            h.schedule(),
            h.warmup(),
            h.weightDecay(),
            h.maxGradNorm(),
            h.seed()));
  }

  public Plans seed(long seed) {
    Hyperparameters h = plan.hyperparameters();
    return settings(
        new Hyperparameters(
            h.lora(),
            h.learningRate(),
            h.epochs(),
            h.batchSize(),
            h.accumulation(),
            h.maxLength(),
            h.schedule(),
            h.warmup(),
            h.weightDecay(),
            h.maxGradNorm(),
            seed));
  }

  public Plans data(TrainingData data) {
    return with(data, plan.template(), plan.hyperparameters(), plan.device(), plan.timeout());
  }

  public Plans shape(Shape shape) {
    return data(new TrainingData(plan.train(), plan.valid(), shape, false));
  }

  public Plans weights() {
    return data(new TrainingData(plan.train(), plan.valid(), plan.shape(), true));
  }

  public Plans withoutEvaluation() {
    return data(new TrainingData(plan.train(), Optional.empty(), plan.shape(), false));
  }

  public Plans template(ChatTemplate template) {
    return with(plan.data(), template, plan.hyperparameters(), plan.device(), plan.timeout());
  }

  public Plans device(Device device) {
    return with(plan.data(), plan.template(), plan.hyperparameters(), device, plan.timeout());
  }

  public Plans timeout(Duration timeout) {
    return with(plan.data(), plan.template(), plan.hyperparameters(), plan.device(), timeout);
  }

  private Plans with(
      TrainingData data,
      ChatTemplate template,
      Hyperparameters settings,
      Device device,
      Duration timeout) {
    plan = new RunPlan(plan.folder(), data, plan.base(), template, settings, device, timeout);
    return this;
  }

  /** Writes the records that the plan names. */
  public Plans writeRecords() {
    for (RecordFile file : List.of(plan.train(), plan.valid().orElse(plan.train()))) {
      var text = new StringBuilder();
      for (int i = 0; i < file.records(); i++) {
        text.append(
            "{\"messages\":[{\"role\":\"user\",\"content\":\"q"
                + i
                + "\"},{\"role\":\"assistant\",\"content\":\"a"
                + i
                + "\"}]}\n");
      }
      write(file.file(), text.toString());
    }
    return this;
  }

  /** Writes a base model of one layer: q_proj is [8, 6], v_proj [4, 6]. */
  public Plans writeBase() {
    Map<String, Tensor> tensors = new HashMap<>();
    tensors.put("model.layers.0.self_attn.q_proj.weight", zeros(8, 6));
    tensors.put("model.layers.0.self_attn.v_proj.weight", zeros(4, 6));
    tensors.put("model.embed_tokens.weight", zeros(3, 6));
    write(plan.base().resolve("config.json"), "{\"model_type\":\"llama\"}");
    SafetensorsWriter.write(plan.base().resolve("model.safetensors"), tensors, Map.of());
    return this;
  }

  private static Tensor zeros(int rows, int columns) {
    return new Tensor(List.of(rows, columns), new float[rows * columns]);
  }

  /** A good adapter for that base and these settings, as PEFT names it. */
  public static Map<String, Tensor> adapter(float b) {
    Map<String, Tensor> tensors = new HashMap<>();
    for (String target : List.of("q_proj", "v_proj")) {
      String name = "base_model.model.model.layers.0.self_attn." + target;
      int out = target.equals("q_proj") ? 8 : 4;
      tensors.put(name + ".lora_A.weight", filled(4, 6, 0.5f));
      tensors.put(name + ".lora_B.weight", filled(out, 4, b));
    }
    return tensors;
  }

  public static Tensor filled(int rows, int columns, float value) {
    float[] values = new float[rows * columns];
    java.util.Arrays.fill(values, value);
    return new Tensor(List.of(rows, columns), values);
  }

  public static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
