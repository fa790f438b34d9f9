package org.obol.finetune.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real run of TRL. Runs with the profile {@code oracle} only. */
final class TrlOracleIT {

  @TempDir Path folder;

  @Test
  void trl_trains_an_adapter_and_reports_the_loss_that_we_measure() throws Exception {
    var losses =
        new OracleRun(folder, Device.CPU, "1").run("trl", "torch", UnaryOperator.identity());
    assertThat(losses.trained()).isLessThan(losses.untrained() - 0.1);
    assertThat(losses.reported()).isCloseTo(losses.asTool(), within(1e-4));
  }
}
