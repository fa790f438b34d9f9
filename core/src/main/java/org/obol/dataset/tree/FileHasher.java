package org.obol.dataset.tree;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.LongConsumer;
import org.obol.crypto.Sha256;

/**
 * File hash, chunk leaves and row root from one read of the bytes, which are copied on the way. The
 * hashes of one chunk, small enough to stay in the processor's cache, are computed on all
 * processors while the next chunk is read.
 */
public final class FileHasher {

  // The common pool leaves one processor to the thread that hands out work, which here only reads.
  static final ForkJoinPool PROCESSORS =
      new ForkJoinPool(
          Runtime.getRuntime().availableProcessors(),
          ForkJoinPool.defaultForkJoinWorkerThreadFactory,
          null,
          true);

  private final MessageDigest whole = Sha256.digest();
  private final List<byte[]> leaves = new ArrayList<>();
  private final Optional<RowHasher> rows;
  private final boolean chunked;
  private long size;

  private FileHasher(Optional<RowKey> rowKey, boolean chunked) {
    this.rows = rowKey.map(RowHasher::new);
    this.chunked = chunked;
  }

  /**
   * Reads {@code in} to its end.
   *
   * @param rowKey salts the rows; without it no rows are looked for and any bytes are accepted
   * @param progress is told how many bytes each batch had
   * @throws InvalidTextException when rows are wanted and the bytes are not UTF-8
   */
  public static FileDigest copy(
      InputStream in, OutputStream out, Optional<RowKey> rowKey, LongConsumer progress)
      throws IOException {
    var hasher = new FileHasher(rowKey, true);
    hasher.run(in, out, progress);
    return new FileDigest(
        hasher.size, Sha256.of(hasher.whole.digest()), hasher.chunks(), hasher.rowDigest());
  }

  /** As {@link #copy}, without a copy. */
  public static FileDigest hash(InputStream in, Optional<RowKey> rowKey) throws IOException {
    return copy(in, OutputStream.nullOutputStream(), rowKey, bytes -> {});
  }

  /**
   * As {@link #hash}, for a reader who has checked every chunk by itself already and needs no chunk
   * leaves.
   */
  public static WholeDigest hashWhole(InputStream in, Optional<RowKey> rowKey) throws IOException {
    var hasher = new FileHasher(rowKey, false);
    hasher.run(in, OutputStream.nullOutputStream(), bytes -> {});
    return new WholeDigest(Sha256.of(hasher.whole.digest()), hasher.rowDigest());
  }

  private void run(InputStream in, OutputStream out, LongConsumer progress) throws IOException {
    byte[] reading = new byte[Chunks.SIZE];
    byte[] hashing = new byte[Chunks.SIZE];
    CompletableFuture<Void> batch = CompletableFuture.completedFuture(null);
    try {
      while (true) {
        int length = in.readNBytes(reading, 0, Chunks.SIZE);
        await(batch);
        if (length == 0) {
          return;
        }
        byte[] full = reading;
        reading = hashing;
        hashing = full;
        batch = start(full, length);
        out.write(full, 0, length);
        size += length;
        progress.accept(length);
      }
    } finally {
      // However this ends, nothing works on the buffers afterwards; a batch that failed after
      // reading or writing did has nothing to add to that failure.
      batch.handle((done, failure) -> true).join();
    }
  }

  private CompletableFuture<Void> start(byte[] data, int length) {
    List<CompletableFuture<?>> tasks = new ArrayList<>();
    tasks.add(CompletableFuture.runAsync(() -> whole.update(data, 0, length), PROCESSORS));
    rows.ifPresent(
        r -> tasks.add(CompletableFuture.runAsync(() -> r.update(data, length), PROCESSORS)));
    if (chunked) {
      ByteBuffer chunk = ByteBuffer.wrap(data, 0, length);
      tasks.add(
          CompletableFuture.supplyAsync(() -> Chunks.leaf(chunk), PROCESSORS)
              .thenAccept(leaves::add));
    }
    return CompletableFuture.allOf(tasks.toArray(CompletableFuture[]::new));
  }

  private Chunks chunks() {
    byte[] joined = new byte[leaves.size() * Sha256.BYTES];
    for (int i = 0; i < leaves.size(); i++) {
      System.arraycopy(leaves.get(i), 0, joined, i * Sha256.BYTES, Sha256.BYTES);
    }
    return Chunks.of(joined);
  }

  private Optional<FileDigest.RowDigest> rowDigest() {
    return rows.map(RowHasher::end)
        .map(tree -> new FileDigest.RowDigest(tree.leaves(), tree.root()));
  }

  private static void await(CompletableFuture<Void> batch) {
    try {
      batch.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw e;
    }
  }
}
