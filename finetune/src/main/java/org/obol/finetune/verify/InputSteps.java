package org.obol.finetune.verify;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.obol.dataset.VerificationException;
import org.obol.dataset.manifest.FileName;
import org.obol.finetune.data.LineRoot;
import org.obol.finetune.provenance.Decimal;
import org.obol.finetune.provenance.DerivedData;
import org.obol.finetune.provenance.Determinism;
import org.obol.finetune.provenance.HashedFile;
import org.obol.finetune.verify.Evaluation.Evaluated;
import org.obol.finetune.verify.Outcome.Failed;
import org.obol.finetune.verify.Outcome.Passed;
import org.obol.finetune.verify.Outcome.Skipped;
import org.obol.finetune.verify.Rerun.Retrained;

/** Steps 7 to 10 and 12, which need what who verifies has: the dataset, the base, a trainer. */
final class InputSteps {

  private static final Pattern READ = Pattern.compile(".*\\.(safetensors|json|jinja|model)");

  private final Subject run;

  InputSteps(Subject run) {
    this.run = run;
  }

  /** Step 7. */
  Outcome dataset() {
    if (run.options().dataset().isEmpty()) {
      return new Skipped("no dataset file was given (--dataset)");
    }
    Path file = run.options().dataset().get();
    HashedFile claimed = run.manifest().dataset().file();
    DerivedData derived = run.manifest().derived();
    HashedFile found = hash(file, claimed, "dataset_mismatch");
    if (!found.sameContent(claimed)) {
      return new Failed(
          FailureClass.DATASET,
          "the file has the SHA-256 " + found.sha256() + ", not " + claimed.sha256());
    }
    LineRoot lines = lines(file);
    if (!lines.equals(derived.lines())) {
      return new Failed(
          FailureClass.DATASET,
          "the file has %d lines with the root %s, not %d with %s"
              .formatted(
                  lines.lines(), lines.root(), derived.lines().lines(), derived.lines().root()));
    }
    return split(file, derived);
  }

  private Outcome split(Path file, DerivedData derived) {
    String matches = "file and lines are those of the run";
    if (run.options().checks().split().isEmpty()) {
      return new Passed(matches + "; the split was not made again: there is no check for it");
    }
    return switch (run.options().checks().split().get().check(file, derived)) {
      case Finding.Agrees agrees ->
          new Passed(matches + ", and so is the split: " + agrees.detail());
      case Finding.Differs differs -> new Failed(FailureClass.SPLIT, differs.detail());
      case Finding.Impossible impossible ->
          new Passed(matches + "; the split was not made again: " + impossible.detail());
    };
  }

  /** Step 8. */
  Outcome base() {
    if (run.options().base().isEmpty()) {
      return new Skipped("no base model was given (--base-model)");
    }
    Path folder = run.options().base().get();
    for (HashedFile claimed : run.manifest().base().files()) {
      HashedFile found = hash(in(folder, claimed.name()), claimed, "base_mismatch");
      if (!found.sameContent(claimed)) {
        return new Failed(
            FailureClass.BASE,
            "\"%s\" has the SHA-256 %s, not %s"
                .formatted(claimed.name(), found.sha256(), claimed.sha256()));
      }
    }
    return unnamed(folder)
        .<Outcome>map(
            name ->
                new Failed(
                    FailureClass.BASE, "the run does not name \"" + name + "\" of the base model"))
        .orElseGet(
            () -> new Passed(run.manifest().base().files().size() + " files are those of the run"));
  }

  /** A file of the base that a trainer reads, and that the run says nothing about. */
  private Optional<String> unnamed(Path folder) {
    Set<String> named =
        run.manifest().base().files().stream()
            .map(file -> file.name().text())
            .collect(Collectors.toSet());
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> !name.startsWith(".") && READ.matcher(name).matches())
          .filter(name -> !named.contains(name))
          .sorted()
          .findFirst();
    } catch (IOException e) {
      throw new VerificationException(
          "base_mismatch", "\"" + folder + "\" cannot be read: " + e.getClass().getSimpleName());
    }
  }

  /** Step 9. */
  Outcome adapter() {
    if (run.options().checks().adapter().isEmpty()) {
      return new Skipped("there is no check for weights");
    }
    return switch (run.options().checks().adapter().get().check(run.inputs())) {
      case Finding.Agrees agrees -> new Passed(agrees.detail());
      case Finding.Differs differs -> new Failed(FailureClass.ADAPTER, differs.detail());
      case Finding.Impossible impossible -> new Skipped(impossible.detail());
    };
  }

  /** Step 10. */
  Outcome evaluation() {
    if (run.options().checks().evaluation().isEmpty()) {
      return new Skipped("nothing evaluates it again");
    }
    Optional<Decimal> claimed = run.manifest().eval().loss();
    boolean given = run.options().dataset().isPresent() && run.options().base().isPresent();
    return switch (run.options().checks().evaluation().get().evaluate(run.inputs())) {
      case Evaluated.UnknownBase unknown -> new Skipped(unknown.reason());
      case Evaluated.Impossible impossible ->
          given && claimed.isPresent()
              ? new Failed(FailureClass.EVAL, "the loss cannot be repeated: " + impossible.reason())
              : new Skipped(impossible.reason());
      case Evaluated.Loss found ->
          claimed
              .map(loss -> compare(loss, found))
              .orElseGet(() -> new Skipped("the run names no loss"));
    };
  }

  private Outcome compare(Decimal claimed, Evaluated.Loss found) {
    String both = "loss " + found.loss() + ", the run says " + claimed;
    Optional<Decimal> base = run.manifest().eval().baseLoss();
    if (base.isPresent()) {
      both += "; of the base alone " + found.base() + ", the run says " + base.get();
    }
    return isClose(claimed, found.loss()) && base.map(b -> isClose(b, found.base())).orElse(true)
        ? new Passed(both)
        : new Failed(
            FailureClass.EVAL, both + ", more than " + run.options().tolerance() + " apart");
  }

  private boolean isClose(Decimal one, Decimal other) {
    BigDecimal apart = one.value().subtract(other.value()).abs();
    return apart.compareTo(run.options().tolerance()) <= 0;
  }

  /** Step 12. */
  Outcome rerun() {
    if (run.options().checks().rerun().isEmpty()) {
      return new Skipped("not asked for (--rerun)");
    }
    Determinism promised = run.manifest().training().determinism();
    if (promised != Determinism.BIT_EXACT) {
      return new Failed(
          FailureClass.NOT_REPEATABLE,
          "the backend "
              + run.manifest().training().backend().id()
              + " does not promise the same bytes (determinism "
              + promised.word()
              + ")");
    }
    HashedFile claimed = run.manifest().outputs().weights();
    return switch (run.options().checks().rerun().get().rerun(run.inputs())) {
      case Retrained.Impossible impossible ->
          new Failed(FailureClass.NOT_REPEATABLE, impossible.reason());
      case Retrained.Weights found ->
          found.sha256().equals(claimed.sha256())
              ? new Passed("training again gives the same " + found.sha256())
              : new Failed(
                  FailureClass.NOT_REPRODUCED,
                  "training again gives " + found.sha256() + ", not " + claimed.sha256());
    };
  }

  private static Path in(Path folder, FileName name) {
    try {
      return folder.resolve(name.text());
    } catch (InvalidPathException e) {
      throw new VerificationException(
          "base_mismatch", "\"" + name + "\" cannot be the name of a file on this system");
    }
  }

  /** These files are of who verifies; links among them are theirs and are followed. */
  private static HashedFile hash(Path file, HashedFile claimed, String code) {
    try (InputStream in = Files.newInputStream(file)) {
      return HashedFile.of(claimed.name(), in);
    } catch (IOException e) {
      throw new VerificationException(
          code, "\"" + file + "\" cannot be read: " + e.getClass().getSimpleName());
    }
  }

  private static LineRoot lines(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return LineRoot.of(in);
    } catch (IOException e) {
      throw new VerificationException(
          "dataset_mismatch", "\"" + file + "\" cannot be read: " + e.getClass().getSimpleName());
    }
  }
}
