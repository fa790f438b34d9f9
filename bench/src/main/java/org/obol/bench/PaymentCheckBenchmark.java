package org.obol.bench;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.obol.crypto.Bytes32;
import org.obol.crypto.Json;
import org.obol.crypto.PrivateKey;
import org.obol.x402.exact.ExactSigner;
import org.obol.x402.exact.ExactVerifier;
import org.obol.x402.exact.LocalVerification;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.PaymentRequirements;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What checking one payment costs without a chain: parse, EIP-712 digest, recovery. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PaymentCheckBenchmark {

  private final InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000));
  private final PaymentRequirements requirements =
      new PaymentRequirements(
          Json.object()
              .put("scheme", "exact")
              .put("network", "eip155:84532")
              .put("amount", "5000000")
              .put("asset", "0x036CbD53842c5426634e7929541eC2318f3dCF7e")
              .put("payTo", "0x209693Bc6afc0C5328bA36FaF03C514EF312287C")
              .put("maxTimeoutSeconds", 600)
              .put("extra", Json.object().put("name", "USDC").put("version", "2").build())
              .build());
  private final PaymentPayload payment =
      new ExactSigner(PrivateKey.ofHex("42".repeat(32)), clock, () -> Bytes32.ZERO)
          .pay(requirements, Optional.empty(), Json.object().build());
  private final ExactVerifier verifier = new ExactVerifier(clock);

  /** One payment on one thread. */
  @Benchmark
  public LocalVerification verify() {
    return verifier.verify(payment, requirements);
  }
}
