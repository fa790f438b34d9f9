package org.obol.bench;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.obol.crypto.Address;
import org.obol.crypto.PrivateKey;
import org.obol.crypto.Secp256k1;
import org.obol.crypto.Sha256;
import org.obol.crypto.Signature;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one entry of a log costs: recovering the address that signed it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RecoverBenchmark {

  private final byte[] digest =
      Sha256.hash("one entry".getBytes(StandardCharsets.US_ASCII)).bytes();
  private final Signature signature = Secp256k1.sign(digest, PrivateKey.ofHex("42".repeat(32)));

  /** One recovery on one thread. */
  @Benchmark
  public Optional<Address> recover() {
    return Secp256k1.recover(digest, signature);
  }
}
