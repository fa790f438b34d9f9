package org.obol.finetune.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.trainer.text.Example;

/** A real run of mlx-lm. Runs with the profile {@code oracle} only. */
final class MlxOracleIT {

  /** It prints three digits. */
  private static final double HALF_A_DIGIT = 0.0005;

  @TempDir Path folder;

  @Test
  void mlx_trains_an_adapter_and_reports_the_loss_that_we_measure() throws Exception {
    var losses =
        new OracleRun(folder, Device.AUTO, "0").run("mlx-lora", "mlx", MlxOracleIT::counted);
    assertThat(losses.trained()).isLessThan(losses.untrained() - 0.1);
    assertThat(losses.reported()).isCloseTo(losses.asTool(), within(HALF_A_DIGIT + 1e-4));
  }

  /**
   * mlx counts all after the prompt: the line end of the template, too, and the token number 0 with
   * which it fills up, once.
   */
  private static Example counted(Example record) {
    int[] ids = Arrays.copyOf(record.ids(), record.ids().length + 1);
    var trained = new BitSet();
    trained.set(record.trained().nextSetBit(0), ids.length);
    return new Example(ids, trained, 0);
  }
}
