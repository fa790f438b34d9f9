package org.obol.finetune.provenance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.obol.crypto.Sha256;
import org.obol.dataset.manifest.FileName;
import org.obol.finetune.data.LineRoot;
import org.obol.finetune.provenance.Outputs.AdapterShape;
import org.obol.trainer.LoraSettings;
import org.obol.trainer.lora.AdapterConfig;

/** A finished run on version 2 of the example dataset, with outputs that are bytes only. */
public final class ExampleRun {

  public static final Instant STARTED = Instant.parse("2026-06-15T10:00:00Z");
  public static final FileName WEIGHTS = new FileName("adapter/adapter_model.safetensors");
  public static final AttestationKey ATTESTATION = AttestationKey.generate();
  public static final RunKeys KEYS =
      new RunKeys(
          ExampleDataset.RUNNER,
          ATTESTATION,
          STARTED.minusSeconds(3600),
          STARTED.plusSeconds(86_400));

  private ExampleRun() {}

  /** A real run on the verified version 2. */
  public static RunDocument record(Path folder) {
    ExampleDataset dataset = ExampleDataset.make();
    return record(folder, dataset.binding(dataset.evidence()));
  }

  public static RunDocument record(Path folder, DatasetBinding binding) {
    return record(folder, binding, facts(RunMode.REAL), KEYS);
  }

  public static RunDocument record(
      Path folder, DatasetBinding binding, RunFacts facts, RunKeys keys) {
    writeOutputs(folder);
    return new RunRecorder(folder, List.of(Path.of(System.getProperty("user.home"))))
        .record(binding, facts, keys);
  }

  public static void writeOutputs(Path folder) {
    byte[] weights = new byte[600];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (byte) (i * 7);
    }
    write(folder, "adapter/adapter_model.safetensors", weights);
    write(folder, "adapter.safetensors", weights);
    write(
        folder,
        "adapter/adapter_config.json",
        utf8(
            AdapterConfig.text(
                new LoraSettings(8, new BigDecimal("16.0"), List.of("q_proj", "v_proj")))));
    write(folder, "eval.json", utf8("{\"eval_loss\":1.250,\"split\":\"valid\"}"));
  }

  /** The base model's files, as they lie in {@link #base}. */
  public static Map<String, byte[]> baseFiles() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("model.safetensors", utf8("base weights"));
    files.put("config.json", utf8("{}"));
    return files;
  }

  /** A folder with the base model. */
  public static Path base(Path parent) {
    Path folder = parent.resolve("base");
    baseFiles().forEach((name, content) -> write(folder, name, content));
    return folder;
  }

  public static RunFacts facts(RunMode mode) {
    return facts(mode, RunId.at(STARTED), STARTED);
  }

  public static RunFacts facts(RunMode mode, RunId id, Instant started) {
    List<HashedFile> base =
        baseFiles().entrySet().stream()
            .map(file -> HashedFile.of(new FileName(file.getKey()), file.getValue()))
            .toList();
    return new RunFacts(
        id,
        mode,
        new RunTimes(started, started.plusSeconds(60), started.plusSeconds(61)),
        5,
        derived(),
        new BaseModel("example/tiny-llama", "built in", base, "Apache-2.0", "LlamaForCausalLM"),
        training(),
        new Environment("obol 0.1.0", "25.0.3", "Linux", "amd64", Map.of("cpu", "two cores")),
        WEIGHTS,
        new AdapterShape(
            "peft", 8, new Decimal("16.0"), List.of("q_proj", "v_proj"), Optional.empty()),
        new EvalResult(
            Optional.of(new Decimal("1.25")),
            Optional.of(new Decimal("2.5")),
            RunFiles.EVAL,
            "obol-eval/1",
            "valid",
            Map.of("accuracy", new Decimal("0.75"))),
        List.of(HashedFile.of(new FileName("logs/train.log"), utf8("step 1"))));
  }

  private static DerivedData derived() {
    return new DerivedData(
        "prompt-completion",
        "obol-normalise/1",
        lines(ExampleDataset.data(2)),
        new DerivedData.SplitRule("hash-bucket/1", -42),
        List.of(
            new DerivedData.Split("train", 5, 250, Sha256.hash("train")),
            new DerivedData.Split("valid", 1, 50, Sha256.hash("valid"))),
        Map.of("C1", 0L),
        0);
  }

  private static Training training() {
    String config = "rank: 8\n";
    return new Training(
        new Training.Backend("jvm", "1"),
        Map.of("learning_rate", "1e-4", "rank", "8"),
        Optional.of(
            new Training.Config(
                new FileName("run.yaml"), Sha256.hash(config), Optional.of(config))),
        Long.MAX_VALUE,
        new Training.Template("plain", Sha256.hash("template")),
        128,
        1,
        15,
        900,
        Optional.empty(),
        Determinism.BIT_EXACT);
  }

  static LineRoot lines(byte[] data) {
    try {
      return LineRoot.of(new ByteArrayInputStream(data));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void write(Path folder, String name, byte[] content) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
