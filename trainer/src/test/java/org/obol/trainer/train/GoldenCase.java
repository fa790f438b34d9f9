package org.obol.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.obol.crypto.Json;
import org.obol.crypto.Sha256;
import org.obol.trainer.Hyperparameters;
import org.obol.trainer.LoraSettings;
import org.obol.trainer.Schedule;
import org.obol.trainer.base.BaseFolder;
import org.obol.trainer.base.BaseInit;
import org.obol.trainer.base.Preset;
import org.obol.trainer.eval.Evaluator;
import org.obol.trainer.lora.AdapterConfig;
import org.obol.trainer.lora.LoraAdapter;
import org.obol.trainer.model.BaseModel;
import org.obol.trainer.model.ModelConfig;
import org.obol.trainer.safetensors.SafetensorsWriter;
import org.obol.trainer.text.ChatTemplate;
import org.obol.trainer.text.Encoder;
import org.obol.trainer.text.Example;
import org.obol.trainer.text.Sample;

/**
 * A small run that PyTorch does too, and what we make of it. {@code bench/oracle/golden.py} reads
 * the folder that {@link #write} makes; what it answers goes to {@link #requireSame}.
 */
final class GoldenCase {

  private static final double LOG_LIKELIHOOD_TOLERANCE = 1e-5;
  private static final double LOSS_TOLERANCE = 1e-5;

  /** Part of the norm. */
  private static final double NORM_TOLERANCE = 1e-5;

  /** Two records a step, five steps; warm-up, decay, and a limit that gradients reach. */
  private static final Hyperparameters SETTINGS =
      new Hyperparameters(
          new LoraSettings(4, BigDecimal.valueOf(8), LoraSettings.ALL),
          new BigDecimal("0.02"),
          1,
          1,
          2,
          64,
          Schedule.COSINE,
          new BigDecimal("0.2"),
          new BigDecimal("0.1"),
          new BigDecimal("0.05"),
          7);

  private static final int WARMUP_STEPS = 1;

  /** Where the likelihood of every eighth token of the vocabulary is looked at. */
  private static final List<Integer> PLACES = List.of(0, 7, 23);

  private static final List<Integer> TOKENS =
      IntStream.iterate(0, token -> token < 512, token -> token + 8).boxed().toList();

  private final Path base;
  private final ModelConfig config;
  private final BaseModel model;
  private final List<Example> records = new ArrayList<>();
  private final List<Example> heldOut = new ArrayList<>();
  private final List<Progress> curve = new ArrayList<>();
  private final GoldenLogits logits;
  private final LoraAdapter trained;

  /** Makes the base model and trains; {@code folder} is empty. */
  GoldenCase(Path folder, Preset preset) throws IOException {
    base = folder.resolve("base");
    BaseInit.create(base, preset, 7);
    try (BaseFolder open = BaseFolder.open(base)) {
      config = ModelConfig.read(base.resolve("config.json"));
      model = BaseModel.load(config, open.weights());
      var encoder = new Encoder(open.tokenizer(), open.specialTokens(), ChatTemplate.CHATML, 64);
      for (int i = 0; i < 10; i++) {
        records.add(encoder.encode(sample("item " + i, "number " + i * i + " in the order")));
      }
      for (int i = 0; i < 3; i++) {
        heldOut.add(encoder.encode(sample("the customer " + i, "There is no item " + i)));
      }
    }
    int[] other = heldOut.getFirst().ids();
    logits =
        new GoldenLogits(
            model,
            List.of(
                new GoldenLogits.Text(probed(), List.of(0, 23)),
                new GoldenLogits.Text(other, List.of(7, other.length - 1))));
    var run = new RunSettings(2, Files.createDirectory(folder.resolve("checkpoints")), 100, 1);
    Outcome outcome =
        new Training(model, SETTINGS, records, heldOut).run(run, curve::add, () -> false);
    trained =
        switch (outcome) {
          case Outcome.Finished finished -> finished.adapter();
          case Outcome.Stopped stopped -> throw new AssertionError("" + stopped);
        };
  }

  private static Sample sample(String prompt, String completion) {
    return new Sample.Completion("What is " + prompt + "?", completion);
  }

  /** Writes the case, with the base model already there. */
  void write() throws IOException {
    Path folder = base.resolveSibling("case.json");
    Files.writeString(folder, json().text(), StandardCharsets.UTF_8);
    adapter("start", LoraAdapter.create(config, SETTINGS.lora(), SETTINGS.seed()));
    adapter("trained", trained);
  }

  private void adapter(String name, LoraAdapter adapter) throws IOException {
    Path folder = Files.createDirectory(base.resolveSibling(name));
    SafetensorsWriter.write(
        folder.resolve("adapter_model.safetensors"), adapter.toTensors(), Map.of("format", "pt"));
    Files.writeString(
        folder.resolve(AdapterConfig.FILE),
        AdapterConfig.text(SETTINGS.lora()),
        StandardCharsets.UTF_8);
  }

  private Json.Obj json() {
    var order = new RecordOrder(records.size(), 2, SETTINGS.seed());
    return Json.object()
        .put("probe", probe())
        .put("logits", logits.json())
        .put("records", records.stream().map(GoldenCase::record).toList())
        .put("heldOut", heldOut.stream().map(GoldenCase::record).toList())
        .put("steps", IntStream.range(0, 5).mapToObj(i -> numbers(order.at(i).stream())).toList())
        .put(
            "settings",
            Json.object()
                .put("learningRate", number(SETTINGS.learningRate()))
                .put("schedule", "cosine")
                .put("warmupSteps", WARMUP_STEPS)
                .put("weightDecay", number(SETTINGS.weightDecay()))
                .put("maxGradNorm", number(SETTINGS.maxGradNorm()))
                .build())
        .build();
  }

  private Json.Obj probe() {
    return Json.object()
        .put("ids", numbers(IntStream.of(probed()).boxed()))
        .put("at", numbers(PLACES.stream()))
        .put("tokens", numbers(TOKENS.stream()))
        .build();
  }

  private int[] probed() {
    return records.getFirst().ids();
  }

  private static Json record(Example example) {
    return Json.object()
        .put("ids", numbers(IntStream.of(example.ids()).boxed()))
        .put("trained", numbers(example.trained().stream().boxed()))
        .build();
  }

  private static Json numbers(Stream<Integer> numbers) {
    return Json.of(numbers.map(Json::of).toList());
  }

  private static Json number(BigDecimal number) {
    return new Json.Num(number.toPlainString());
  }

  /** Fails unless {@code golden}, which PyTorch printed for this case, has our numbers. */
  void requireSame(Json.Obj golden) {
    assertThat(golden.requireText("case"))
        .as("the case that the golden values are of; make them anew with TorchOracleIT")
        .isEqualTo(Sha256.hash(json().text().getBytes(StandardCharsets.UTF_8)).hex());
    logits.requireSame(rows(golden, "logits"), LoraAdapter.none(), "logits");
    requireModel(golden, LoraAdapter.none(), "logLikelihoods", "heldOutLoss");
    requireCurve(rows(golden, "steps"));
    logits.requireSame(rows(golden, "trainedLogits"), trained, "trainedLogits");
    requireModel(golden, trained, "trainedLogLikelihoods", "trainedHeldOutLoss");
  }

  private void requireModel(
      Json.Obj golden, LoraAdapter adapter, String likelihoods, String heldOutLoss) {
    var evaluator = new Evaluator(model, 1);
    List<Json> places = rows(golden, likelihoods);
    for (int i = 0; i < PLACES.size(); i++) {
      List<Json> row = ((Json.Arr) places.get(i)).items();
      for (int j = 0; j < TOKENS.size(); j++) {
        Example next = next(PLACES.get(i), TOKENS.get(j));
        assertThat(-evaluator.evaluate(List.of(next), adapter).loss())
            .as("%s of token %d after place %d", likelihoods, TOKENS.get(j), PLACES.get(i))
            .isCloseTo(value(row.get(j)), within(LOG_LIKELIHOOD_TOLERANCE));
      }
    }
    assertThat(evaluator.evaluate(heldOut, adapter).loss())
        .as(heldOutLoss)
        .isCloseTo(value(golden, heldOutLoss), within(LOSS_TOLERANCE));
  }

  /** The probe up to {@code place}, and {@code token}, which alone is learned. */
  private Example next(int place, int token) {
    int[] ids = Arrays.copyOf(probed(), place + 2);
    ids[place + 1] = token;
    var only = new BitSet();
    only.set(place + 1);
    return new Example(ids, only, 0);
  }

  private void requireCurve(List<Json> steps) {
    assertThat(curve).hasSameSizeAs(steps);
    for (int i = 0; i < steps.size(); i++) {
      Json.Obj step = steps.get(i).asObject("a step");
      Progress ours = curve.get(i);
      assertThat(ours.loss())
          .as("loss of step %d", i + 1)
          .isCloseTo(value(step, "loss"), within(LOSS_TOLERANCE));
      assertThat(ours.evaluation().orElseThrow().loss())
          .as("held-out loss after step %d", i + 1)
          .isCloseTo(value(step, "heldOutLoss"), within(LOSS_TOLERANCE));
      assertThat(ours.learningRate())
          .as("rate of step %d", i + 1)
          .isCloseTo(value(step, "learningRate"), within(1e-12));
      double norm = value(step, "gradientNorm");
      assertThat(ours.gradientNorm())
          .as("norm of step %d", i + 1)
          .isCloseTo(norm, within(norm * NORM_TOLERANCE));
    }
  }

  private static List<Json> rows(Json.Obj golden, String name) {
    return golden.list(name).orElseThrow();
  }

  private static double value(Json.Obj golden, String name) {
    return value(golden.get(name).orElseThrow());
  }

  private static double value(Json number) {
    return Double.parseDouble(number.text());
  }

  /** How far our losses are from those of PyTorch, the largest of each kind. */
  String differences(Json.Obj golden) {
    double loss = 0;
    double after = 0;
    double norm = 0;
    List<Json> steps = rows(golden, "steps");
    for (int i = 0; i < steps.size(); i++) {
      Json.Obj step = steps.get(i).asObject("a step");
      loss = Math.max(loss, Math.abs(curve.get(i).loss() - value(step, "loss")));
      double held = curve.get(i).evaluation().orElseThrow().loss();
      after = Math.max(after, Math.abs(held - value(step, "heldOutLoss")));
      double theirs = value(step, "gradientNorm");
      norm = Math.max(norm, Math.abs(curve.get(i).gradientNorm() / theirs - 1));
    }
    double held = new Evaluator(model, 1).evaluate(heldOut, trained).loss();
    return """
    largest differences: logit of the base model %.1e, with our adapter %.1e, loss of a step %.1e, held-out loss after it %.1e, norm of the gradients \
    %.1e of it; our adapter on the held-out records: %.7f here, %.7f in peft\
    """
        .formatted(
            logits.difference(rows(golden, "logits"), LoraAdapter.none()),
            logits.difference(rows(golden, "trainedLogits"), trained),
            loss,
            after,
            norm,
            held,
            value(golden, "trainedHeldOutLoss"));
  }
}
