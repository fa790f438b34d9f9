package org.obol.finetune.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.obol.finetune.backend.Device;
import org.obol.finetune.data.DataOptions;
import org.obol.trainer.Hyperparameters;
import org.obol.trainer.text.ChatTemplate;

/**
 * What a run is asked for.
 *
 * @param dataset file to learn
 * @param base folder of the base model
 * @param baseName what documents call it; never a folder
 * @param template absent for the one that the model's own looks like
 * @param data how the dataset is looked at and split; tokens are looked at in any case
 * @param timeout after which training is stopped
 * @param out folder of the run, made absolute and plain; it appears only when everything is done
 * @param threads from 1; they do not change the adapter
 */
public record FineTuneRequest(
    Path dataset,
    Path base,
    String baseName,
    Optional<ChatTemplate> template,
    DataOptions data,
    Hyperparameters settings,
    Device device,
    Duration timeout,
    Path out,
    int threads) {

  /** Takes {@code out} for one and the same place from now on. */
  public FineTuneRequest {
    out = out.toAbsolutePath().normalize();
  }
}
