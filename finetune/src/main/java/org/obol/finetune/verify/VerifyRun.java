package org.obol.finetune.verify;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.obol.crypto.ObolException;
import org.obol.finetune.provenance.DatasetClaim;
import org.obol.finetune.provenance.GuardedFolder;
import org.obol.finetune.provenance.RunDocument;
import org.obol.finetune.provenance.RunFiles;

/**
 * Verifies the folder of a run offline, in twelve steps that are all made, whatever the others
 * find. The folder may be hostile: nothing outside of it is opened, and every read has a limit.
 */
public final class VerifyRun {

  private final Map<Step, Outcome> outcomes = new EnumMap<>(Step.class);

  private VerifyRun() {}

  /**
   * Verifies the run in {@code folder}.
   *
   * @throws ObolException (usage) when there is no folder; everything else is in the report
   */
  public static VerifyReport run(Path folder, VerifyOptions options) {
    GuardedFolder opened = GuardedFolder.open(folder);
    var verification = new VerifyRun();
    Optional<RunDocument> document = verification.document(opened);
    document.ifPresentOrElse(
        read -> verification.steps(new Subject(folder, opened, read, options)),
        verification::nothingToCheck);
    return VerifyReport.of(verification.outcomes, document, options);
  }

  /** Step 1. */
  private Optional<RunDocument> document(GuardedFolder folder) {
    try {
      RunDocument read = RunDocument.read(folder.read(RunFiles.MANIFEST, RunDocument.MAX_BYTES));
      outcomes.put(Step.SCHEMA, new Outcome.Passed("run " + read.manifest().id()));
      return Optional.of(read);
    } catch (ObolException e) {
      outcomes.put(
          Step.SCHEMA, failed(Step.SCHEMA, e, "\"" + RunFiles.MANIFEST + "\": " + e.getMessage()));
      return Optional.empty();
    }
  }

  private void steps(Subject run) {
    var inputs = new InputSteps(run);
    make(Step.SIGNATURES, () -> new SignatureStep(run).check());
    make(Step.OUTPUTS, () -> new OutputStep(run).check());
    switch (run.manifest().dataset()) {
      case DatasetClaim.Bound bound -> {
        var version = new VersionSteps(run, bound);
        make(Step.VERSION, version::log);
        make(Step.RECEIPT, version::receipt);
        make(Step.MANIFEST, version::manifest);
      }
      case DatasetClaim.Unbound nobody -> {
        var unverified = new Outcome.Skipped("UNVERIFIED: the run names no version of a dataset");
        outcomes.put(Step.VERSION, unverified);
        outcomes.put(Step.RECEIPT, unverified);
        outcomes.put(Step.MANIFEST, unverified);
      }
    }
    make(Step.DATASET, inputs::dataset);
    make(Step.BASE, inputs::base);
    make(Step.ADAPTER, inputs::adapter);
    make(Step.EVAL, inputs::evaluation);
    make(Step.CONSISTENCY, () -> new ConsistencyStep(run).check());
    make(Step.RERUN, inputs::rerun);
  }

  private void nothingToCheck() {
    for (Step step : Step.values()) {
      outcomes.putIfAbsent(step, new Outcome.Skipped("there is no manifest to check against"));
    }
  }

  private void make(Step step, Supplier<Outcome> check) {
    try {
      outcomes.put(step, check.get());
    } catch (ObolException e) {
      outcomes.put(step, failed(step, e, String.valueOf(e.getMessage())));
    } catch (ArithmeticException e) {
      outcomes.put(step, new Outcome.Failed(step.usual(), "a number in it is too large"));
    }
  }

  private static Outcome.Failed failed(Step step, ObolException e, String detail) {
    return new Outcome.Failed(FailureClass.of(e).orElse(step.usual()), detail);
  }
}
