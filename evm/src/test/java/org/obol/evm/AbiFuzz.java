package org.obol.evm;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

/** Any bytes a contract returns are values or an AbiException, and any revert has words. */
final class AbiFuzz {

  private static final AbiTypes TYPES = AbiTypes.of("(string,bytes,(uint8,bool,bytes)[],int64[])");

  @FuzzTest
  void onlyAbiExceptionsEscapeAndARevertHasWords(byte @NotNull [] input) {
    HexBytes bytes = HexBytes.of(input);
    assertThat(new CallResult.Reverted(bytes).reason()).doesNotContain("\n");
    try {
      assertThat(TYPES.decode(bytes)).hasSize(4);
    } catch (AbiException refused) {
      assertThat(refused).hasMessageContaining("bytes are not");
    }
  }
}
