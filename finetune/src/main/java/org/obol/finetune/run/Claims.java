package org.obol.finetune.run;

import java.nio.file.Path;
import java.util.List;
import org.obol.crypto.Json;
import org.obol.dataset.VerificationException;
import org.obol.finetune.backend.Steps;
import org.obol.finetune.data.SplitDescriptor;
import org.obol.finetune.provenance.DerivedData;
import org.obol.finetune.provenance.Determinism;
import org.obol.finetune.provenance.RunManifest;
import org.obol.trainer.Hyperparameters;
import org.obol.trainer.base.BaseFolder;
import org.obol.trainer.eval.Evaluation;
import org.obol.trainer.text.Example;

/** Holds what a manifest says against what the same records, base and settings give here. */
final class Claims {

  private Claims() {}

  /**
   * The hyperparameters of a run.
   *
   * @throws org.obol.crypto.JsonException naming the one that is missing or wrong
   */
  static Hyperparameters settings(RunManifest manifest) {
    return HyperparameterText.parse(manifest.training().hyperparams());
  }

  /** Whether a split is the one that a manifest names, counts and all. */
  static boolean matches(SplitDescriptor split, DerivedData derived) {
    return Facts.splits(split).equals(derived.splits())
        && split.source().lines().equals(derived.lines())
        && split.format().text().equals(derived.format())
        && split.toJson().requireText("normaliser").equals(derived.normaliser())
        && derived.rule().equals(new DerivedData.SplitRule(SplitDescriptor.METHOD, split.seed()))
        && split.leftOut().count()
            == derived.dropped().values().stream().mapToLong(Long::longValue).sum();
  }

  /** What a manifest says of the hyperparameters elsewhere is what it says among them. */
  static void requireOneSetting(RunManifest run) {
    Hyperparameters settings = settings(run);
    var shape = run.outputs().shape();
    boolean same =
        shape.rank() == settings.lora().rank()
            && shape.alpha().value().compareTo(settings.lora().alpha()) == 0
            && shape.targets().equals(settings.lora().targets())
            && run.training().seed() == settings.seed()
            && run.training().maxLength() == settings.maxLength()
            && run.training().effectiveBatch()
                == (long) settings.batchSize() * settings.accumulation();
    if (!same) {
      throw new VerificationException(
          "inconsistent", "the manifest says other settings than its own hyperparams");
    }
  }

  /** What a manifest says of the base is what the folder says. */
  static void requireBaseAsDescribed(RunManifest run, Path path) {
    try (BaseFolder folder = BaseFolder.open(path)) {
      if (!run.base().license().equals(Facts.license(path, folder))
          || !run.base().architecture().equals(Facts.architecture(folder))) {
        throw new VerificationException(
            "base_mismatch",
            "the base model has another licence or architecture than the run says");
      }
    }
  }

  /** The counts in a report are those of what was measured; those it does not name are nobody's. */
  static void requireReport(Json.Obj report, Evaluation found, long cut) {
    requireCount(report, "tokens", found.tokens());
    requireCount(report, "examples", found.examples());
    requireCount(report, "truncated", cut);
  }

  private static void requireCount(Json.Obj report, String name, long found) {
    if (report.get(name).isPresent() && report.requireInteger(name) != found) {
      throw new VerificationException(
          "eval_mismatch",
          "the evaluation says %s %d, but they are %d"
              .formatted(name, report.requireInteger(name), found));
    }
  }

  /** The counts of a manifest are those of its records; how often tools step is their own. */
  static void requireCounts(RunManifest run, List<Example> records) {
    Hyperparameters settings = settings(run);
    boolean ours =
        run.training().backend().id().equals("jvm")
            || run.training().determinism() == Determinism.BIT_EXACT;
    long steps = Steps.of(records.size(), settings).total();
    long tokens = Facts.tokens(records, settings);
    if ((ours && run.training().steps() != steps)
        || run.training().tokens() != tokens
        || run.derived().truncated() != Facts.cut(records)) {
      throw new VerificationException(
          "inconsistent",
          "the run says %d steps, %d tokens and %d records that were cut, but it has %d, %d and %d"
              .formatted(
                  run.training().steps(),
                  run.training().tokens(),
                  run.derived().truncated(),
                  steps,
                  tokens,
                  Facts.cut(records)));
    }
  }
}
