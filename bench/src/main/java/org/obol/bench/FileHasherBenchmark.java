package org.obol.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.obol.crypto.Sha256;
import org.obol.dataset.tree.FileDigest;
import org.obol.dataset.tree.FileHasher;
import org.obol.dataset.tree.RowKey;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One pass over 64 MB of rows in memory: the file hash alone, with chunks, and with rows too. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FileHasherBenchmark {

  private static final int BYTES = 64_000_000;

  private byte[] rows = new byte[0];
  private final RowKey key = RowKey.generate();

  /** Makes the rows. */
  @Setup
  public void rows() throws IOException {
    var out = new ByteArrayOutputStream(BYTES + 4096);
    RowsFile.write(out, BYTES);
    rows = out.toByteArray();
  }

  /** SHA-256 on one thread, the floor. */
  @Benchmark
  public byte[] plainSha256() {
    MessageDigest digest = Sha256.digest();
    digest.update(rows);
    return digest.digest();
  }

  /** File hash and chunk leaves. */
  @Benchmark
  public FileDigest withoutRows() throws IOException {
    return FileHasher.hash(new ByteArrayInputStream(rows), Optional.empty());
  }

  /** File hash, chunk leaves and salted row leaves. */
  @Benchmark
  public FileDigest withRows() throws IOException {
    return FileHasher.hash(new ByteArrayInputStream(rows), Optional.of(key));
  }
}
