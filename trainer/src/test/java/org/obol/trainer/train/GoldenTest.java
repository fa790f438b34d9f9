package org.obol.trainer.train;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.obol.crypto.JsonReader;
import org.obol.trainer.base.Preset;

/** The trainer against what PyTorch, transformers and peft computed before, see bench/oracle. */
final class GoldenTest {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(names = {"TINY_LLAMA", "TINY_QWEN2"})
  void logits_likelihoods_losses_and_five_steps_are_those_of_torch(Preset preset) throws Exception {
    String name = preset.id() + ".json";
    try (InputStream golden =
        Objects.requireNonNull(GoldenTest.class.getResourceAsStream(name), name)) {
      String text = new String(golden.readAllBytes(), StandardCharsets.UTF_8);
      new GoldenCase(folder, preset).requireSame(JsonReader.read(text).asObject(name));
    }
  }
}
