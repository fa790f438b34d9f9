package org.obol.finetune.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.obol.finetune.backend.tool.Backends;
import org.obol.finetune.data.Samples;
import org.obol.trainer.Hyperparameters;
import org.obol.trainer.LoraSettings;
import org.obol.trainer.Schedule;
import org.obol.trainer.base.BaseFolder;
import org.obol.trainer.base.BaseInit;
import org.obol.trainer.base.Preset;
import org.obol.trainer.eval.Evaluator;
import org.obol.trainer.lora.LoraAdapter;
import org.obol.trainer.model.BaseModel;
import org.obol.trainer.model.ModelConfig;
import org.obol.trainer.safetensors.SafetensorsFile;
import org.obol.trainer.text.Encoder;
import org.obol.trainer.text.Example;

/** A run of a real tool on tiny-llama, and what our evaluator makes of its adapter. */
final class OracleRun {

  /**
   * What came out, on the held-out records.
   *
   * @param untrained loss of the base model, by our evaluator
   * @param trained loss with the tool's adapter, by our evaluator
   * @param asTool the same, of the tokens that the tool counts
   * @param reported what the tool said
   */
  record Losses(double untrained, double trained, double asTool, double reported) {}

  private final RunPlan plan;

  /** A plan with as much clipping as the tool can do. */
  OracleRun(Path folder, Device device, String maxGradNorm) throws IOException {
    Path base = folder.resolve("base");
    BaseInit.create(base, Preset.TINY_LLAMA, 7);
    var settings =
        new Hyperparameters(
            new LoraSettings(4, new BigDecimal("8"), LoraSettings.ALL),
            new BigDecimal("0.01"),
            2,
            2,
            1,
            128,
            Schedule.COSINE,
            new BigDecimal("0.1"),
            new BigDecimal("0.01"),
            new BigDecimal(maxGradNorm),
            42);
    plan =
        new Plans(Files.createDirectory(folder.resolve("run")), base)
            .settings(settings)
            .device(device)
            .timeout(Duration.ofMinutes(5))
            .writeRecords()
            .plan();
  }

  /**
   * Trains with {@code backend} in the Python environment of that name.
   *
   * @param counted a held-out record as the tool sees it
   */
  Losses run(String backend, String environment, UnaryOperator<Example> counted) throws Exception {
    var tools = new Toolchain(Optional.of(new OraclePython(environment).executable()), variables());
    List<TrainingEvent> events = new ArrayList<>();
    BackendRun.Outcome outcome =
        new BackendRun(
                new Backends((p, o, e, c) -> Optional.empty(), "1").require(backend),
                plan,
                tools,
                InstantSource.system())
            .run(events::add, new Cancellation());
    assertThat(outcome.trained()).isTrue();
    assertThat(outcome.adapter().tensors()).isEqualTo(2 * 7 * 2);
    assertThat(events).filteredOn(TrainingEvent.Step.class::isInstance).isNotEmpty();
    Losses losses = evaluated(outcome.loss().orElseThrow().value(), counted);
    System.out.printf("%s %s: %s%n", backend, outcome.probe().version(), losses);
    return losses;
  }

  private Losses evaluated(double reported, UnaryOperator<Example> counted) throws IOException {
    Path weights = plan.files().adapter().resolve("adapter_model.safetensors");
    try (BaseFolder base = BaseFolder.open(plan.base());
        SafetensorsFile tensors = SafetensorsFile.open(weights)) {
      ModelConfig config = ModelConfig.read(plan.base().resolve("config.json"));
      var encoder = new Encoder(base.tokenizer(), base.specialTokens(), plan.template(), longest());
      List<Example> heldOut;
      try (var samples = Samples.read(plan.valid().orElseThrow().file())) {
        heldOut = samples.map(encoder::encode).toList();
      }
      var evaluator = new Evaluator(BaseModel.load(config, base.weights()), 1);
      var adapter = LoraAdapter.fromTensors(config, plan.hyperparameters().lora(), tensors);
      return new Losses(
          evaluator.evaluate(heldOut, LoraAdapter.none()).loss(),
          evaluator.evaluate(heldOut, adapter).loss(),
          evaluator.evaluate(heldOut.stream().map(counted).toList(), adapter).loss(),
          reported);
    }
  }

  private int longest() {
    return plan.hyperparameters().maxLength();
  }

  /** Our environment; a compiler is not asked for. */
  private static Map<String, String> variables() {
    Map<String, String> variables = new TreeMap<>(System.getenv());
    variables.put("MLX_DISABLE_COMPILE", "1");
    return variables;
  }
}
