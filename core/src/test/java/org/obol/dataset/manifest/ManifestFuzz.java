package org.obol.dataset.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import org.obol.crypto.JsonException;

/** Any bytes are a manifest in canonical form, kept to the byte, or refused. */
final class ManifestFuzz {

  @FuzzTest
  void onlyJsonExceptionsEscapeAndAManifestKeepsItsBytes(byte @NotNull [] input) {
    ManifestDocument read;
    try {
      read = ManifestDocument.read(input);
    } catch (JsonException refused) {
      assertThat(refused).hasMessageNotContaining("\n");
      return;
    }
    assertThat(read.bytes()).isEqualTo(input);
    ManifestDocument written = ManifestDocument.of(read.manifest());
    assertThat(written.manifest()).isEqualTo(read.manifest());
    assertThat(ManifestDocument.read(written.bytes()).hash()).isEqualTo(written.hash());
  }
}
