package org.obol.finetune.backend;

import java.util.Optional;
import org.obol.finetune.data.PreparedData;
import org.obol.finetune.data.Shape;
import org.obol.finetune.data.SplitDescriptor;

/**
 * Canonical records, as the data checks leave them.
 *
 * @param valid held-out records; absent when no evaluation is wanted
 * @param weights whether messages say if they are learned; else all of the assistant's are
 */
public record TrainingData(
    RecordFile train, Optional<RecordFile> valid, Shape shape, boolean weights) {

  /** What was prepared, with absolute paths. */
  public static TrainingData of(PreparedData data) {
    SplitDescriptor split = data.split();
    return new TrainingData(
        new RecordFile(data.train().toAbsolutePath(), split.train().records()),
        data.valid()
            .map(
                file ->
                    new RecordFile(file.toAbsolutePath(), split.valid().orElseThrow().records())),
        split.shape(),
        split.weights());
  }
}
