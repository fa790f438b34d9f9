package org.obol.trainer.train;

import java.time.Duration;
import java.util.Optional;
import org.obol.trainer.eval.Evaluation;

/**
 * Where a run is after a step.
 *
 * @param step how many steps are done, from 1
 * @param epoch passes over the records that are done, with a fraction
 * @param loss mean over the tokens that this step learned, before it
 * @param learningRate of this step
 * @param gradientNorm before it was limited
 * @param tokensPerSecond since the run began or was resumed, tokens that are not learned too
 * @param remaining estimated time to the end
 * @param evaluation after this step, where there was one
 */
public record Progress(
    int step,
    int totalSteps,
    double epoch,
    double loss,
    double learningRate,
    double gradientNorm,
    double tokensPerSecond,
    Duration remaining,
    Optional<Evaluation> evaluation) {}
