package org.obol.finetune.verify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.crypto.Shown;
import org.obol.dataset.VerificationException;
import org.obol.finetune.provenance.DatasetClaim;
import org.obol.finetune.provenance.RunDocument;
import org.obol.finetune.provenance.RunMode;

/**
 * What a verification found, step by step.
 *
 * @param failure of the first step that failed, or why what holds is still no training on a version
 *     of a known owner; absent when the run verified
 * @param headline the verdict in one line, with the code of the failure
 * @param outcomes one for each step
 * @param chain the way from the owner's key to the adapter, one line each; empty without a manifest
 */
public record VerifyReport(
    Verdict verdict,
    Optional<FailureClass> failure,
    String headline,
    Map<Step, Outcome> outcomes,
    List<String> chain) {

  /** Copies the collections. */
  public VerifyReport {
    outcomes = Collections.unmodifiableMap(new EnumMap<>(outcomes));
    chain = List.copyOf(chain);
  }

  static VerifyReport of(
      Map<Step, Outcome> outcomes, Optional<RunDocument> document, VerifyOptions options) {
    List<String> chain =
        document.map(run -> ChainPicture.of(run.manifest(), options)).orElse(List.of());
    for (Step step : Step.values()) {
      if (outcomes.get(step) instanceof Outcome.Failed failed) {
        String headline =
            "FAILED %s: step %d (%s): %s"
                .formatted(failed.failure().code(), step.number(), step.title(), failed.detail());
        return new VerifyReport(
            Verdict.FAILED, Optional.of(failed.failure()), headline, outcomes, chain);
      }
    }
    Verdict verdict = verdict(document.orElseThrow(), options);
    return new VerifyReport(
        verdict,
        failure(verdict),
        headline(verdict, document.orElseThrow(), outcomes),
        outcomes,
        chain);
  }

  private static Verdict verdict(RunDocument run, VerifyOptions options) {
    if (run.manifest().mode() == RunMode.MOCK) {
      return Verdict.MOCK;
    }
    if (run.manifest().dataset() instanceof DatasetClaim.Unbound) {
      return Verdict.UNVERIFIED;
    }
    return options.owner().isPresent() ? Verdict.VERIFIED : Verdict.CLAIMED;
  }

  private static Optional<FailureClass> failure(Verdict verdict) {
    return switch (verdict) {
      case MOCK -> Optional.of(FailureClass.MOCK_RUN);
      case UNVERIFIED -> Optional.of(FailureClass.UNVERIFIED_DATASET);
      case CLAIMED -> Optional.of(FailureClass.OWNER_NOT_GIVEN);
      case VERIFIED, FAILED -> Optional.empty();
    };
  }

  private static String headline(Verdict verdict, RunDocument run, Map<Step, Outcome> outcomes) {
    long skipped = outcomes.values().stream().filter(o -> o instanceof Outcome.Skipped).count();
    String steps = " (%d of %d steps skipped)".formatted(skipped, Step.values().length);
    return switch (verdict) {
      case VERIFIED ->
          "VERIFIED: "
              + (outcomes.get(Step.RERUN) instanceof Outcome.Passed
                  ? "training again gives the same adapter, on "
                  : "the adapter was signed for as trained on ")
              + version(run)
              + steps;
      case CLAIMED ->
          "CLAIMED, NOT PROVEN "
              + FailureClass.OWNER_NOT_GIVEN.code()
              + ": all of it holds if the run names the right owner, for "
              + version(run)
              + "; give --owner"
              + steps;
      case MOCK ->
          "NOT TRAINED "
              + FailureClass.MOCK_RUN.code()
              + ": the run says itself that it is a mock"
              + steps;
      case UNVERIFIED ->
          "UNVERIFIED "
              + FailureClass.UNVERIFIED_DATASET.code()
              + ": nobody signed for what was trained on"
              + steps;
      case FAILED -> throw new IllegalArgumentException("a failure has a headline of its own");
    };
  }

  private static String version(RunDocument run) {
    return switch (run.manifest().dataset()) {
      case DatasetClaim.Bound bound -> "v" + bound.entry().seq() + " of " + bound.origin();
      case DatasetClaim.Unbound nobody -> "what nobody signed";
    };
  }

  /** What the step found. */
  public Outcome outcome(Step step) {
    return Optional.ofNullable(outcomes.get(step)).orElseThrow();
  }

  /**
   * Demands that nothing failed and that something was trained on a version of a known owner.
   *
   * @throws VerificationException (exit 3) with the failure's code and the headline
   */
  public void requireTrained() {
    if (failure.isPresent()) {
      throw new VerificationException(failure.get().code(), Shown.brief(headline, 1_000));
    }
  }

  /** The report for people: the verdict, the table, the picture. */
  public String text() {
    List<String> lines = new ArrayList<>();
    lines.add(headline);
    outcomes.forEach(
        (step, outcome) ->
            lines.add(
                "%2d  %-7s  %-16s  %s"
                    .formatted(step.number(), outcome.word(), step.title(), outcome.detail())));
    lines.addAll(chain);
    // What the run says is somebody else's text: no line of it ends early or moves the cursor.
    return String.join("\n", lines.stream().map(line -> Shown.brief(line, 1_000)).toList()) + "\n";
  }

  /** The report for machines. */
  public Json.Obj toJson() {
    JsonObject out =
        Json.object()
            .put("verdict", verdict.word())
            .putIfPresent("failure", failure.map(f -> Json.of(f.code())))
            .put("message", headline);
    List<Json.Obj> steps = new ArrayList<>();
    outcomes.forEach((step, outcome) -> steps.add(toJson(step, outcome)));
    return out.put("steps", steps).put("chain", chain.stream().map(Json::of).toList()).build();
  }

  private static Json.Obj toJson(Step step, Outcome outcome) {
    JsonObject out =
        Json.object()
            .put("step", step.number())
            .put("name", step.title())
            .put("status", outcome.word());
    if (outcome instanceof Outcome.Failed failed) {
      out.put("failure", failed.failure().code());
    }
    return out.put("detail", outcome.detail()).build();
  }
}
