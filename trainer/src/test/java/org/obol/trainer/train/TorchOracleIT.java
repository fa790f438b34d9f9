package org.obol.trainer.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.obol.crypto.JsonReader;
import org.obol.trainer.base.Preset;

/**
 * The trainer against PyTorch, transformers and peft themselves: makes golden values anew, in
 * {@code target/golden}, and compares. Runs with the profile {@code oracle} only.
 */
final class TorchOracleIT {

  private static final Path SCRIPTS = Path.of("../bench/oracle").toAbsolutePath().normalize();

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"TINY_LLAMA", "TINY_QWEN2"})
  void torch_makes_the_same_of_model_training_and_adapter(Preset preset) throws Exception {
    var ours = new GoldenCase(folder, preset);
    ours.write();
    String python = output(SCRIPTS.resolve("python").toString(), "torch").strip();
    String golden =
        output(python, "-I", SCRIPTS.resolve("golden.py").toString(), folder.toString());
    Path target = Files.createDirectories(Path.of("target/golden"));
    Files.writeString(target.resolve(preset.id() + ".json"), golden, StandardCharsets.UTF_8);
    var theirs = JsonReader.read(golden).asObject("what golden.py printed");
    System.out.println(preset.id() + ", " + ours.differences(theirs));
    ours.requireSame(theirs);
  }

  private static String output(String... command) throws IOException, InterruptedException {
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("HF_HUB_OFFLINE", "1");
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    return output;
  }
}
