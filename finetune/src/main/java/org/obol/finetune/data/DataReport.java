package org.obol.finetune.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.ObolException;

/** The outcome of a check. */
public sealed interface DataReport {

  /** Value of the {@code schema} member of validation.json. */
  String SCHEMA = "obol-validation/1";

  /** What was found. */
  DataSummary summary();

  /** The content of validation.json; docs/finetune-rules.md describes it. */
  default Json.Obj toJson() {
    return ReportJson.of(this);
  }

  /** The report as a terminal shows it, lines with LF. */
  default String text() {
    return ReportText.of(this);
  }

  /** The file cannot be trained on. */
  record Refused(DataSummary summary) implements DataReport {}

  /** The file can be trained on. */
  final class Usable implements DataReport {

    private final DataSummary summary;
    private final Path file;
    private final SplitPlan plan;

    Usable(DataSummary summary, Path file, SplitPlan plan) {
      this.summary = summary;
      this.file = file;
      this.plan = plan;
    }

    @Override
    public DataSummary summary() {
      return summary;
    }

    /**
     * Writes {@code train.jsonl}, and {@code valid.jsonl} when records are held out, into a folder,
     * which is made; both appear whole or not at all.
     *
     * @throws ObolException when a file cannot be written, or the source has changed since
     */
    public PreparedData prepare(Path folder) {
      Path train = folder.resolve("train.jsonl");
      Path valid = folder.resolve("valid.jsonl");
      try {
        Files.createDirectories(folder);
        SplitDescriptor split = plan.limit().isPresent() ? both(train, valid) : one(train);
        return new PreparedData(
            train,
            split.valid().isPresent() ? Optional.of(valid) : Optional.empty(),
            split,
            summary.dropped());
      } catch (IOException e) {
        throw StagedFile.unwritable(e);
      }
    }

    private SplitDescriptor both(Path train, Path valid) throws IOException {
      try (var trained = new StagedFile(train);
          var kept = new StagedFile(valid)) {
        SplitDescriptor split = written(trained.out(), kept.out());
        trained.publish();
        kept.publish();
        return split;
      }
    }

    private SplitDescriptor one(Path train) throws IOException {
      try (var trained = new StagedFile(train)) {
        SplitDescriptor split = written(trained.out(), OutputStream.nullOutputStream());
        trained.publish();
        return split;
      }
    }

    private SplitDescriptor written(OutputStream train, OutputStream valid) {
      SplitDescriptor split = Split.write(file, plan, train, valid);
      if (!split.source().equals(summary.source())) {
        throw SourceFile.changed(file);
      }
      return split;
    }
  }
}
