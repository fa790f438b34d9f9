package org.obol.bench;

import java.math.BigDecimal;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.obol.trainer.LoraSettings;
import org.obol.trainer.decoder.Decoder;
import org.obol.trainer.lora.LoraAdapter;
import org.obol.trainer.model.BaseModel;
import org.obol.trainer.model.ModelConfig;
import org.obol.trainer.model.RopeScaling;
import org.obol.trainer.tensor.Crew;
import org.obol.trainer.tensor.Products;
import org.obol.trainer.text.Example;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Forward and backward of one record with LoRA of rank 8 on all projections, and forward alone. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector", "-Xmx4g"})
public class TrainerBenchmark {

  /** Shape of the base model; weights are noise in bfloat16. */
  public enum Shape {
    /** 24 million parameters, a record of 256 tokens. */
    SMALL(32000, 288, 6, 6, 6, 768, 256),
    /** SmolLM2-135M with a head of its own, a record of 128 tokens. */
    SMOLLM2_135M(49152, 576, 30, 9, 3, 1536, 128);

    private final ModelConfig config;
    private final int tokens;

    Shape(int vocabulary, int hidden, int layers, int heads, int keys, int inside, int tokens) {
      this.tokens = tokens;
      this.config =
          new ModelConfig(
              "llama",
              hidden,
              layers,
              heads,
              keys,
              hidden / heads,
              inside,
              vocabulary,
              2048,
              1e-5f,
              10000,
              new RopeScaling.None(),
              false,
              false,
              false,
              false,
              false);
    }
  }

  /** Which model. */
  @Param({"SMALL", "SMOLLM2_135M"})
  @SuppressWarnings("NullAway.Init") // JMH sets it
  public Shape shape;

  /** How many threads. */
  @Param({"1", "2"})
  public int threads;

  @SuppressWarnings("NullAway.Init")
  private Crew crew;

  @SuppressWarnings("NullAway.Init")
  private Decoder decoder;

  @SuppressWarnings("NullAway.Init")
  private Example record;

  /** Makes the model and the record. */
  @Setup
  public void load() {
    BaseModel base = BaseModel.load(shape.config, new NoiseWeights(shape.config));
    var lora = new LoraSettings(8, BigDecimal.valueOf(16), LoraSettings.ALL);
    crew = new Crew(threads);
    decoder =
        new Decoder(
            base, LoraAdapter.create(shape.config, lora, 1), shape.tokens, new Products(crew));
    var trained = new BitSet();
    trained.set(1, shape.tokens);
    int[] ids = IntStream.range(0, shape.tokens).map(i -> i * 31 % 30000).toArray();
    record = new Example(ids, trained, 0);
  }

  /** Ends the threads. */
  @TearDown
  public void end() {
    crew.close();
  }

  /** A step of one record without the optimizer. */
  @Benchmark
  public double learn() {
    return decoder.learn(record, 1f / record.targets());
  }

  /** What an evaluation does. */
  @Benchmark
  public double evaluate() {
    return decoder.loss(record);
  }
}
