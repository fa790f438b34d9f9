package org.obol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

/** Any bytes are either a keystore or refused by an ObolException, in bounded memory and time. */
final class KeystoreFuzz {

  private static final Passphrase PASSPHRASE = Passphrase.of("testpassword");

  @FuzzTest
  void onlyObolExceptionsEscape(byte @NotNull [] input) {
    PrivateKey key;
    try {
      key = Keystore.unlock(input, PASSPHRASE);
    } catch (ObolException refused) {
      assertThat(refused).hasMessageNotContaining("testpassword");
      return;
    }
    assertThat(PrivateKey.ofHex(key.revealHex()).address()).isEqualTo(key.address());
  }
}
