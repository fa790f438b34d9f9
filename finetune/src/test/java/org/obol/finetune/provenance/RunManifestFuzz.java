package org.obol.finetune.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import org.obol.crypto.JsonException;

/** Any bytes are a run manifest in canonical form, kept to the byte, or refused. */
final class RunManifestFuzz {

  @FuzzTest
  void onlyJsonExceptionsEscapeAndAManifestKeepsItsBytes(byte @NotNull [] input) {
    RunDocument read;
    try {
      read = RunDocument.read(input);
    } catch (JsonException refused) {
      assertThat(refused).hasMessageNotContaining("\n");
      return;
    }
    assertThat(read.bytes()).isEqualTo(input);
    RunDocument written = RunDocument.of(read.manifest());
    assertThat(written.manifest()).isEqualTo(read.manifest());
  }
}
