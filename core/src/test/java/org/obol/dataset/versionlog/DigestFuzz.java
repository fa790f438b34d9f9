package org.obol.dataset.versionlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.obol.crypto.Sha256;

/**
 * The preimage of section 1 says everything in the claim and nothing else: it can be taken apart.
 */
final class DigestFuzz {

  @FuzzTest
  void aClaimCanBeReadBackFromWhatIsSigned(
      long seq, byte @NotNull [] hashes, long size, @NotNull String prevSig) {
    EntryClaim claim;
    try {
      claim = new EntryClaim(seq, Sha256.hash(hashes), Sha256.hash(prevSig + seq), size, prevSig);
    } catch (IllegalArgumentException refused) {
      assertThat(
              seq < 1
                  || size < 0
                  || prevSig.length() > 255
                  || prevSig.chars().anyMatch(c -> c > 0x7f))
          .isTrue();
      return;
    }
    ByteBuffer preimage = ByteBuffer.wrap(claim.preimage());
    assertThat(text(preimage, 32)).isEqualTo("obol/dataset/versionlog/v1" + "\0".repeat(6));
    var read =
        new EntryClaim(
            preimage.getLong(),
            hash(preimage),
            hash(preimage),
            preimage.getLong(),
            text(preimage, preimage.get() & 0xff));
    assertThat(read).isEqualTo(claim);
    assertThat(preimage.hasRemaining()).isFalse();
  }

  private static Sha256 hash(ByteBuffer from) {
    byte[] bytes = new byte[Sha256.BYTES];
    from.get(bytes);
    return Sha256.of(bytes);
  }

  private static String text(ByteBuffer from, int length) {
    byte[] bytes = new byte[length];
    from.get(bytes);
    return new String(bytes, StandardCharsets.US_ASCII);
  }
}
