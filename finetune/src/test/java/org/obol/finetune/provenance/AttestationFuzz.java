package org.obol.finetune.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import org.obol.crypto.ObolException;

/** Bundles of foreign bytes verify with no key, and break nothing. */
final class AttestationFuzz {

  private static final Signer SIGNER = ExampleRun.KEYS.signer();

  @FuzzTest
  void nothingButObolExceptionsEscapeAndNothingVerifies(byte @NotNull [] input) {
    assertRefused(() -> Attestations.verify(input, SIGNER));
    assertRefused(() -> ModelSignature.verify(input, SIGNER.attestationKey()));
    try {
      RunSignature.read(input);
    } catch (ObolException refused) {
      assertThat(refused).hasMessageNotContaining("\n");
    }
  }

  private static void assertRefused(Runnable reader) {
    try {
      reader.run();
    } catch (ObolException refused) {
      assertThat(refused).hasMessageNotContaining("\n");
      return;
    }
    throw new AssertionError("bytes that nobody signed have verified");
  }
}
