package org.obol.dataset.versionlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.Optional;
import org.obol.crypto.JsonException;
import org.obol.dataset.versionlog.LogVerdict.Invalid;
import org.obol.dataset.versionlog.LogVerdict.Valid;

/** Any bytes are a log that survives being written and read again, or refused. */
final class LogFuzz {

  @FuzzTest
  void onlyJsonExceptionsEscapeAndALogIsReadBack(byte @NotNull [] input) {
    LogDocument read;
    try {
      read = LogDocument.read(input);
    } catch (JsonException refused) {
      assertThat(refused).hasMessageNotContaining("\n");
      return;
    }
    String id = read.id().orElse("id");
    assertThat(LogDocument.read(LogDocument.toJson(id, read.log()).utf8()))
        .isEqualTo(new LogDocument(Optional.of(id), read.log(), Optional.empty()));
    switch (read.verify(Optional.empty())) {
      case Valid valid -> {
        assertThat(read.malformed()).isEmpty();
        assertThat(read.verify(Optional.of(valid.owner()))).isEqualTo(valid);
      }
      case Invalid invalid ->
          assertThat(invalid.position()).isBetween(0, read.log().entries().size() + 1);
    }
  }
}
