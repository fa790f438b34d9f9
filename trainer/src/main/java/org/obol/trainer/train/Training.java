package org.obol.trainer.train;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.obol.crypto.ObolException;
import org.obol.crypto.Sha256;
import org.obol.trainer.Hyperparameters;
import org.obol.trainer.decoder.Decoder;
import org.obol.trainer.eval.Evaluation;
import org.obol.trainer.eval.Evaluator;
import org.obol.trainer.eval.Examples;
import org.obol.trainer.lora.LoraAdapter;
import org.obol.trainer.model.BaseModel;
import org.obol.trainer.tensor.Crew;
import org.obol.trainer.tensor.Products;
import org.obol.trainer.text.Example;

/**
 * A fine-tuning run. The adapter depends on base model, hyperparameters and training records alone;
 * not on threads, the processor, evaluations, or how often the run was cut off and resumed.
 */
public final class Training {

  private final BaseModel base;
  private final Hyperparameters settings;
  private final List<Example> records;
  private final List<Example> heldOut;
  private final RecordOrder order;
  private final int totalSteps;
  private final int longest;

  /**
   * A run that learns {@code records}.
   *
   * @param heldOut what evaluations use; may be empty
   * @throws ObolException when there are no records, naming the one that does not fit the model, or
   *     when there are more than 2^31-1 steps
   */
  public Training(
      BaseModel base, Hyperparameters settings, List<Example> records, List<Example> heldOut) {
    this.base = base;
    this.settings = settings;
    this.records = List.copyOf(records);
    this.heldOut = List.copyOf(heldOut);
    int own = Examples.longest(records, base.config());
    this.longest =
        heldOut.isEmpty() ? own : Math.max(own, Examples.longest(heldOut, base.config()));
    int perStep = settings.batchSize() * settings.accumulation();
    this.order = new RecordOrder(records.size(), perStep, settings.seed());
    long steps = (long) settings.epochs() * order.stepsPerEpoch();
    if (steps > Integer.MAX_VALUE) {
      throw new ObolException(
          ObolException.Exit.USAGE, steps + " steps are too many: train for fewer epochs");
    }
    this.totalSteps = (int) steps;
  }

  /** How many optimizer steps the run has. */
  public int totalSteps() {
    return totalSteps;
  }

  /**
   * Trains, going on from the newest checkpoint in the run's folder that is whole, if there is one.
   *
   * @param stop asked between two steps; once it says yes, the run writes a checkpoint and ends
   * @throws ObolException when the loss is not finite, or the checkpoint of another run
   */
  public Outcome run(RunSettings run, ProgressListener listener, BooleanSupplier stop) {
    try (var crew = new Crew(run.threads())) {
      LoraAdapter adapter = LoraAdapter.create(base.config(), settings.lora(), settings.seed());
      var decoder = new Decoder(base, adapter, longest, new Products(crew));
      var optimizer = new AdamW(adapter.parameters(), settings);
      var checkpoints = new Checkpoints(run.checkpoints(), inputs());
      int first = checkpoints.restore(optimizer, listener::noted);
      if (first > 0) {
        listener.noted("going on after step " + first + " of " + totalSteps);
      }
      var clock = new Clock(totalSteps - first);
      var pace = new CheckpointPace(run.checkpointEvery(), System::nanoTime);
      for (int done = first; done < totalSteps; done++) {
        if (stop.getAsBoolean()) {
          checkpoints.write(done, optimizer);
          return new Outcome.Stopped(done);
        }
        Step step = step(done, decoder, optimizer);
        if (pace.stepped() || done + 1 == totalSteps) {
          checkpoints.write(done + 1, optimizer);
        }
        clock.stepped(step.tokens());
        listener.progressed(progress(step, clock, evaluate(run, done + 1, decoder)));
      }
      return new Outcome.Finished(adapter, totalSteps);
    }
  }

  /** What happened in a step. */
  private record Step(int number, double loss, double rate, double norm, long tokens) {}

  private Step step(int done, Decoder decoder, AdamW optimizer) {
    List<Integer> chosen = order.at(done);
    long targets = chosen.stream().mapToLong(i -> records.get(i).targets()).sum();
    double sum = 0;
    long tokens = 0;
    for (int i : chosen) {
      double loss = decoder.learn(records.get(i), 1f / targets);
      if (!Double.isFinite(loss)) {
        throw diverged("the loss of record " + (i + 1) + " is " + loss, done + 1);
      }
      sum += loss;
      tokens += records.get(i).ids().length;
    }
    double rate = new LearningRate(settings, totalSteps).at(done);
    double norm = optimizer.step(done + 1, rate);
    if (!Double.isFinite(norm)) {
      throw diverged("the norm of the gradients is " + norm, done + 1);
    }
    return new Step(done + 1, sum / targets, rate, norm, tokens);
  }

  private static ObolException diverged(String what, int step) {
    return new ObolException(
        ObolException.Exit.FAILED,
        what + " in step " + step + "; train with a lower learning rate or a longer warm-up");
  }

  private Optional<Evaluation> evaluate(RunSettings run, int step, Decoder decoder) {
    boolean due = run.evaluateEvery() > 0 && step % run.evaluateEvery() == 0;
    return due && !heldOut.isEmpty()
        ? Optional.of(Evaluator.evaluate(heldOut, decoder))
        : Optional.empty();
  }

  private Progress progress(Step step, Clock clock, Optional<Evaluation> evaluation) {
    return new Progress(
        step.number(),
        totalSteps,
        (double) step.number() / order.stepsPerEpoch(),
        step.loss(),
        step.rate(),
        step.norm(),
        clock.tokensPerSecond(),
        clock.remaining(),
        evaluation);
  }

  /** The hash of all that the adapter depends on. */
  private Sha256 inputs() {
    MessageDigest digest = Sha256.digest();
    String text = settings + "\n" + base.config() + "\n" + base.fingerprint() + "\n";
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    for (Example record : records) {
      ByteBuffer ids = ByteBuffer.allocate((record.ids().length + 1) * Integer.BYTES);
      ids.putInt(record.ids().length);
      ids.asIntBuffer().put(record.ids());
      digest.update(ids.array());
      digest.update((record.trained() + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return Sha256.of(digest.digest());
  }
}
