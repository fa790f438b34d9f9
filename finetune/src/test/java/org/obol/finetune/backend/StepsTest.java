package org.obol.finetune.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Batches and steps that are not full count. */
final class StepsTest {

  private final Plans plans = new Plans(Path.of("/run"), Path.of("/base"));

  @Test
  void partial_batches_and_steps_count() {
    assertThat(plans.batches(5, 2).plan().steps()).isEqualTo(new Steps(3, 2, 4, 1));
    assertThat(plans.batches(12, 1).plan().steps()).isEqualTo(new Steps(1, 1, 2, 1));
    assertThat(plans.batches(1, 1).plan().steps()).isEqualTo(new Steps(12, 12, 24, 3));
  }
}
