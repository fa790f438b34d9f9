package org.obol.finetune.provenance;

import java.util.List;
import org.obol.dataset.manifest.FileName;
import org.obol.finetune.provenance.Outputs.AdapterShape;

/**
 * What whoever ran the trainer knows about a run; the outputs are read from the run's folder.
 *
 * @param records that were trained on
 * @param adapter the file with the weights, below {@code adapter/}
 * @param logs digests of logs that need not be passed on
 */
public record RunFacts(
    RunId id,
    RunMode mode,
    RunTimes times,
    long records,
    DerivedData derived,
    BaseModel base,
    Training training,
    Environment environment,
    FileName adapter,
    AdapterShape shape,
    EvalResult eval,
    List<HashedFile> logs) {

  /** Copies the list. */
  public RunFacts {
    logs = List.copyOf(logs);
  }

  RunManifest manifest(DatasetClaim dataset, List<HashedFile> outputs, Signer signer) {
    return new RunManifest(
        id,
        mode,
        times,
        dataset,
        records,
        derived,
        base,
        training,
        environment,
        new Outputs(adapter, outputs, shape, logs),
        eval,
        signer);
  }
}
