package org.obol.dataset.versionlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.obol.crypto.Json;
import org.obol.dataset.versionlog.LogVerdict.Valid;

/** Protocol section 1 against the published vectors, byte for byte. */
class VersionLogVectorsTest {

  static List<LogVector> vectors() {
    return LogVector.all();
  }

  @Test
  void thereAreThreeLogsOfTenEntries() {
    assertThat(vectors()).hasSize(3);
    assertThat(vectors().stream().mapToInt(v -> v.log().entries().size()).sum()).isEqualTo(10);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void theKeyIsTheOwners(LogVector vector) {
    assertThat(vector.testKey().address()).isEqualTo(vector.owner());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void digestsAreReproduced(LogVector vector) {
    assertThat(vector.log().entries().stream().map(e -> e.claim().digest()))
        .containsExactlyElementsOf(vector.digests());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void signingAgainGivesTheSameEntries(LogVector vector) {
    assertThat(
            vector.log().entries().stream()
                .map(e -> e.claim().sign(vector.testKey(), e.timestamp())))
        .containsExactlyElementsOf(vector.log().entries());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void everyLogVerifiesWithAndWithoutItsOwnerGiven(LogVector vector) {
    var valid = new Valid(vector.log().entries().size(), vector.owner());
    assertThat(vector.log().verify()).isEqualTo(valid);
    assertThat(vector.log().verify(vector.owner())).isEqualTo(valid);
    assertThat(vector.log().requireValid()).isEqualTo(vector.owner());
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void anObjectWithVersionsIsReadBackAsItWasWritten(LogVector vector) {
    LogDocument read = LogDocument.read(LogDocument.toJson("some-id", vector.log()).utf8());
    assertThat(read)
        .isEqualTo(new LogDocument(Optional.of("some-id"), vector.log(), Optional.empty()));
    assertThat(read.verify(Optional.of(vector.owner()))).isInstanceOf(Valid.class);
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void aBareArrayIsReadBackAsItWasWritten(LogVector vector) {
    Json array = Json.of(vector.log().entries().stream().map(VersionEntry::toJson).toList());
    LogDocument read = LogDocument.read(array.utf8());
    assertThat(read).isEqualTo(new LogDocument(Optional.empty(), vector.log(), Optional.empty()));
    assertThat(read.verify(Optional.empty())).isInstanceOf(Valid.class);
  }

  @Test
  void theVerdictReadsLikeTheReferences() {
    assertThat(LogVector.named("vector-one").log().verify())
        .extracting(v -> v instanceof Valid valid ? valid.sentence() : "")
        .isEqualTo(
            "Chain valid: 3 version(s), head v3, owner 0x83d72ab03730f395dc7e2f7ff2bd045a49b7b3d3");
  }
}
