package org.obol.client.transfer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.obol.client.source.Body;
import org.obol.client.source.FetchException;
import org.obol.client.source.SellerApi;
import org.obol.client.source.SellerApi.ChunkList;
import org.obol.client.source.Wire;
import org.obol.crypto.ObolException;
import org.obol.dataset.tree.Chunks;

/**
 * Fetches one file whose chunk hashes are known: look what is here, fetch the rest over several
 * connections, check the whole behind them.
 */
public final class ParallelDownload {

  private final Piece piece;
  private final ChunkList list;
  private final List<Mirror> mirrors;
  private final Settings settings;
  private final TransferListener listener;

  /** A download of {@code piece} from {@code sources}, the first one preferred. */
  public ParallelDownload(
      Piece piece,
      ChunkList list,
      List<SellerApi> sources,
      Settings settings,
      TransferListener listener) {
    this.piece = piece;
    this.list = list;
    this.mirrors = sources.stream().map(Mirror::new).toList();
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * Fetches into {@code partial}, whose data file is complete, verified and durable on return.
   *
   * @return how many bytes were here before
   * @throws org.obol.dataset.VerificationException when what comes is not what was signed
   */
  public long run(WorkingFolder folder, Partial partial) throws IOException, InterruptedException {
    int count = list.chunks().count();
    try (PartFile part = PartFile.open(partial.data());
        Journal journal = Journal.open(partial.journal())) {
      BitSet held = verified(part, Journal.listed(partial.journal(), count));
      long kept = held.stream().mapToLong(this::length).sum();
      folder.requireSpace(piece.size() - kept);
      part.setLength(piece.size());
      listener.started(piece.file().name(), piece.size(), kept);
      var work = new Work(held, count, mirrors, settings.patience(), listener);
      var store = new ChunkStore(list.chunks(), piece.size(), part, journal, work, listener);
      Optional<String> disagreement = fetchAndCheck(part, work, store);
      if (disagreement.isPresent()) {
        throw WholeCheck.contradiction(piece.file(), disagreement.get());
      }
      part.force();
      return kept;
    }
  }

  private Optional<String> fetchAndCheck(PartFile part, Work work, ChunkStore store)
      throws IOException, InterruptedException {
    Callable<Optional<String>> follow =
        () ->
            WholeCheck.disagreement(
                new Follower(part, work, piece.size()), piece.file(), list.rowKey());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Optional<String>> check = threads.submit(follow);
      List<Future<?>> workers = new ArrayList<>();
      try {
        for (int i = 0; i < settings.connections(); i++) {
          int number = i;
          workers.add(threads.submit(() -> work(number, work, store)));
        }
        work.await();
        workers.forEach(w -> w.cancel(true));
        listener.checking(piece.file().name());
        return check.get();
      } catch (ExecutionException e) {
        throw unwrapped(e);
      } finally {
        threads.shutdownNow();
      }
    }
  }

  /** One connection's life: take a run, fetch it, pause when it failed. */
  private void work(int number, Work work, ChunkStore store) {
    try {
      for (Optional<Run> run = work.take(number); run.isPresent(); run = work.take(number)) {
        Duration pause = fetch(run.get(), work, store);
        // A pause between two tries, not a way to wait for another thread; the end interrupts it.
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      work.fail(new UncheckedIOException(e));
    } catch (RuntimeException e) {
      work.fail(e);
    }
  }

  private Duration fetch(Run run, Work work, ChunkStore store)
      throws IOException, InterruptedException {
    Mirror mirror = run.mirror();
    SellerApi api = mirror.api;
    Wire.Ask whole = api.download(piece.version(), piece.index());
    try {
      if (run.whole()) {
        api.wire().fetch(api.source(), whole, head -> wholeBody(head, run, store));
      } else {
        var span = run.span(piece.size());
        Wire.Ask ask = whole.part(span, Optional.of(piece.file().sha256()));
        api.wire()
            .fetch(
                api.source(),
                ask,
                head -> {
                  head.requirePart(span, piece.file().sha256());
                  return new ChunkBody(run, store);
                });
      }
      return Duration.ZERO;
    } catch (FetchException e) {
      return work.failed(mirror, e);
    } catch (ObolException e) {
      work.drop(mirror, e);
      return Duration.ZERO;
    } finally {
      work.release(run);
    }
  }

  private Body wholeBody(org.obol.client.source.Head head, Run run, ChunkStore store)
      throws FetchException {
    head.requireWhole(piece.size(), piece.file().sha256());
    return new ChunkBody(run, store);
  }

  /** Of the chunks the journal lists, those whose bytes on disk are the signed ones. */
  private BitSet verified(PartFile part, BitSet listed) {
    var held = new BitSet();
    IntStream.of(listed.stream().toArray())
        .parallel()
        .filter(chunk -> isOnDisk(part, chunk))
        .boxed()
        .toList()
        .forEach(held::set);
    return held;
  }

  private boolean isOnDisk(PartFile part, int chunk) {
    try {
      ByteBuffer bytes = ByteBuffer.allocate((int) length(chunk));
      return part.read(bytes, (long) chunk * Chunks.SIZE)
          && list.chunks().matches(chunk, bytes.flip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long length(int chunk) {
    return Math.min(Chunks.SIZE, piece.size() - (long) chunk * Chunks.SIZE);
  }

  private static IOException unwrapped(ExecutionException failed) {
    return switch (failed.getCause()) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case null, default -> new IOException("the whole-file check failed", failed);
    };
  }
}
