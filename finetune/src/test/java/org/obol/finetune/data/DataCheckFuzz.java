package org.obol.finetune.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.obol.crypto.CanonicalJson;

/** Any bytes are a file that is refused with a finding, or one whose split can be made again. */
final class DataCheckFuzz {

  private static final Path FOLDER = folder();

  @FuzzTest
  void anyBytesAreReportedAndWhatIsUsableIsSplitTheSameWayAgain(byte @NotNull [] input) {
    DataReport report =
        DataCheck.run(
            write(input), DataOptions.defaults().dropping().rendered(ByteRendering.of(64)));
    assertThat(CanonicalJson.bytes(report.toJson())).isNotEmpty();
    assertThat(report.text()).endsWith("\n");
    switch (report) {
      case DataReport.Refused refused ->
          assertThat(refused.summary().findings())
              .anyMatch(finding -> finding.rule().level() == Level.ERROR);
      case DataReport.Usable usable -> {
        PreparedData data = usable.prepare(FOLDER);
        assertThat(data.split().train().records()).isEqualTo(usable.summary().train());
        assertThat(data.valid().map(valid -> count(valid)))
            .isEqualTo(Optional.of(usable.summary().heldOut()));
        assertThat(Split.recompute(FOLDER.resolve("data.jsonl"), data.split()))
            .isEqualTo(data.split());
      }
    }
  }

  private static long count(Path file) {
    try (var samples = Samples.read(file)) {
      return samples.mapToLong(sample -> 1).sum();
    }
  }

  private static Path write(byte[] input) {
    try {
      return Files.write(FOLDER.resolve("data.jsonl"), input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("data-fuzz");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
