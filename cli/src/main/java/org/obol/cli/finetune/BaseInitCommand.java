package org.obol.cli.finetune;

import java.nio.file.Path;
import org.obol.cli.Answer;
import org.obol.cli.Task;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;
import org.obol.trainer.base.BaseInit;
import org.obol.trainer.base.Preset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code obol finetune base-init}. */
@Command(
    name = "base-init",
    description = "Make a small base model with random weights, to try things out.",
    sortOptions = false,
    footer = {"", "Example:", "  obol finetune base-init tiny --preset tiny-llama --seed 1"})
final class BaseInitCommand implements Task {

  @Parameters(paramLabel = "DIR", description = "Where to make it; it must not be there.")
  @SuppressWarnings("NullAway.Init") // picocli demands it
  private Path folder;

  @Option(
      names = "--preset",
      defaultValue = "tiny-llama",
      description = "tiny-llama, tiny-qwen2, small-llama or medium-llama (${DEFAULT-VALUE}).")
  private String preset = "tiny-llama";

  @Option(names = "--seed", defaultValue = "1", description = "Of the weights (${DEFAULT-VALUE}).")
  private long seed = 1;

  @Override
  public Answer run() {
    Preset shape =
        Preset.named(preset)
            .orElseThrow(
                () ->
                    new ObolException(
                        ObolException.Exit.USAGE,
                        "there is no preset \""
                            + preset
                            + "\": tiny-llama, tiny-qwen2, small-llama and medium-llama are"));
    BaseInit.create(folder, shape, seed);
    return Answer.of(
        Json.object()
            .put("folder", folder.toString())
            .put("preset", preset)
            .put("seed", seed)
            .build(),
        folder + ": " + preset + " with random weights, seed " + seed);
  }
}
