package org.obol.dataset.sale;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.obol.crypto.JsonException;
import org.obol.crypto.JsonReader;
import org.obol.dataset.versionlog.TextMutation;

/**
 * No damaged document is ever its signer's, and none that only looks different is refused: the text
 * of a signed document is changed at random until it still reads.
 */
class SaleProperties {

  /** Every try makes this many documents that read; 1,000 in all, 25,000 in the long run. */
  private static final int PER_TRY = Boolean.getBoolean("obol.long") ? 500 : 20;

  private static final List<SaleVector> VECTORS = SaleVector.all();

  @Property(tries = 50)
  void onlyTheSameMembersAreTheSigners(@ForAll long seed) {
    var random = new SplittableRandom(seed);
    int readable = 0;
    while (readable < PER_TRY) {
      SaleVector vector = VECTORS.get(random.nextInt(VECTORS.size()));
      byte[] text = new TextMutation(random).of(vector.wire().utf8());
      Optional<Signed<?>> read = read(vector, text);
      if (read.isEmpty()) {
        continue;
      }
      Signed<?> honest = vector.read();
      boolean same =
          read.get().hash().equals(honest.hash())
              && read.get().signature().equals(honest.signature());
      Statistics.collect(same ? "same" : "changed");
      assertThat(read.get().isSignedBy(vector.signer()))
          .as(() -> new String(text, UTF_8))
          .isEqualTo(same);
      assertThat(same).isEqualTo(read.get().equals(honest));
      readable++;
    }
    Statistics.coverage(
        seen -> {
          seen.check("same").count(n -> n > 0);
          seen.check("changed").count(n -> n > 0);
        });
  }

  private static Optional<Signed<?>> read(SaleVector vector, byte[] text) {
    try {
      return Optional.of(vector.read(JsonReader.read(text, Signed.MAX_BYTES)));
    } catch (JsonException refused) {
      return Optional.empty();
    }
  }
}
