package org.obol.dataset.versionlog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.obol.crypto.JsonException;
import org.obol.dataset.versionlog.LogVerdict.Invalid;
import org.obol.dataset.versionlog.LogVerdict.Valid;

/**
 * No damaged log is ever accepted, and no honest one ever refused: the text of a valid log is
 * changed at random until it still reads as a log and says something else.
 */
class VersionLogProperties {

  /** Every try makes this many logs that read; 2,000 in all, 50,000 in the long run. */
  private static final int LOGS_PER_TRY = Boolean.getBoolean("obol.long") ? 500 : 20;

  private static final List<LogVector> VECTORS = LogVector.all();

  @Property(tries = 100)
  void noChangedLogIsAccepted(@ForAll long seed) {
    var random = new SplittableRandom(seed);
    int changed = 0;
    while (changed < LOGS_PER_TRY) {
      LogVector vector = VECTORS.get(random.nextInt(VECTORS.size()));
      byte[] honest = LogDocument.toJson(vector.name(), vector.log()).utf8();
      byte[] text = new TextMutation(random).of(honest);
      Optional<LogDocument> read = read(text);
      if (read.isEmpty()) {
        continue;
      }
      boolean same =
          read.get().malformed().isEmpty() && signed(read.get().log()).equals(signed(vector.log()));
      LogVerdict verdict = read.get().verify(Optional.of(vector.owner()));
      Statistics.collect(verdict instanceof Invalid invalid ? invalid.fault().code() : "valid");
      assertThat(verdict instanceof Valid).as(() -> new String(text, UTF_8)).isEqualTo(same);
      changed += same ? 0 : 1;
    }
    // A generator that stopped at the first checks would prove nothing about the later ones.
    Statistics.coverage(
        seen -> {
          seen.check("valid").count(n -> n > 0);
          seen.check("malformed").count(n -> n > 0);
          seen.check("non_monotonic_seq").count(n -> n > 0);
          seen.check("chain_break").count(n -> n > 0);
          seen.check("bad_signature").count(n -> n > 0);
          seen.check("wrong_owner").count(n -> n > 0);
        });
  }

  /** Everything of a log that is signed, or is a signature. */
  private record Signed(EntryClaim claim, String signature) {}

  private static List<Signed> signed(VersionLog log) {
    return log.entries().stream().map(e -> new Signed(e.claim(), e.signature().hex())).toList();
  }

  private static Optional<LogDocument> read(byte[] text) {
    try {
      return Optional.of(LogDocument.read(text));
    } catch (JsonException notALog) {
      return Optional.empty();
    }
  }
}
