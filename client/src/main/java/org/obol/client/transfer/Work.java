package org.obol.client.transfer;

import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.obol.client.source.FetchException;
import org.obol.client.source.NetworkException;
import org.obol.client.source.Patience;
import org.obol.crypto.ObolException;
import org.obol.dataset.VerificationException;

/**
 * Which chunks of a file are held, which are on their way, and which source is still trusted with
 * the rest. Thread-safe: its monitor guards everything, the mirrors included.
 */
final class Work {

  /** Chunks of one request, 16 MiB: long enough for speed, short enough to share out. */
  static final int RUN_CHUNKS = 16;

  private static final int MAX_STRIKES = 3;

  private final int count;
  private final List<Mirror> mirrors;
  private final Patience patience;
  private final TransferListener listener;
  private final BitSet held;
  private final BitSet taken = new BitSet();
  private @Nullable RuntimeException failure;

  Work(BitSet held, int count, List<Mirror> mirrors, Patience patience, TransferListener listener) {
    this.held = (BitSet) held.clone();
    this.count = count;
    this.mirrors = mirrors;
    this.patience = patience;
    this.listener = listener;
  }

  /** The next run for a worker, who waits until there is one; empty when the work is over. */
  synchronized Optional<Run> take(int worker) throws InterruptedException {
    while (!isOver()) {
      List<Mirror> live = live();
      for (int i = 0; i < live.size(); i++) {
        Optional<Run> run = runOf(live.get((worker + i) % live.size()));
        if (run.isPresent()) {
          return run;
        }
      }
      wait();
    }
    return Optional.empty();
  }

  synchronized boolean holds(int chunk) {
    return held.get(chunk);
  }

  /** A chunk was verified and stored. */
  synchronized void store(Mirror by, int chunk) {
    held.set(chunk);
    by.delivered();
    notifyAll();
  }

  /** A chunk came that is not the signed one. */
  synchronized void strike(Mirror by, int chunk) {
    if (by.strike(chunk) >= MAX_STRIKES) {
      drop(
          by,
          new VerificationException(
              "bad_chunk",
              by
                  + " delivered chunk "
                  + chunk
                  + " wrong "
                  + MAX_STRIKES
                  + " times; it is not the"
                  + " signed one"));
    }
  }

  /** The run is over, whatever came of it; what is not held is free again. */
  synchronized void release(Run run) {
    if (run.whole()) {
      run.mirror().busyWithWhole = false;
    } else {
      taken.clear(run.from(), run.to());
    }
    notifyAll();
  }

  /** An exchange failed; says how long its worker should pause. */
  synchronized Duration failed(Mirror by, FetchException reason) {
    switch (reason.kind()) {
      case RANGE_IGNORED -> {
        by.rangeless = true;
        return Duration.ZERO;
      }
      case WRONG -> {
        if (++by.wrongReplies >= MAX_STRIKES) {
          drop(by, new VerificationException("wrong_reply", by + ": " + reason.reason()));
        }
      }
      case BROKEN, BUSY -> {
        if (++by.failures >= patience.failures()) {
          drop(by, new NetworkException(by + ": " + reason.reason()));
        }
      }
    }
    return patience.pause(by.failures, reason);
  }

  /** The source is of no more use; without another one that ends the work. */
  synchronized void drop(Mirror mirror, ObolException why) {
    if (mirror.dropped) {
      return;
    }
    mirror.dropped = true;
    if (live().isEmpty()) {
      fail(why);
    } else {
      listener.warning("going on without a mirror: " + why.getMessage());
    }
    notifyAll();
  }

  /** Nothing can be saved: the first such failure is the one that is reported. */
  synchronized void fail(RuntimeException why) {
    if (failure == null) {
      failure = why;
    }
    notifyAll();
  }

  /** Returns when all chunks are held. */
  synchronized void await() throws InterruptedException {
    while (!isOver()) {
      wait();
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** How many chunks from the start are held without a gap; waits until it is more than that. */
  synchronized int prefixBeyond(int chunks) throws InterruptedException {
    while (failure == null && held.nextClearBit(0) <= chunks && chunks < count) {
      wait();
    }
    if (failure != null) {
      throw new InterruptedException("the download failed");
    }
    return held.nextClearBit(0);
  }

  private boolean isOver() {
    return failure != null || held.nextClearBit(0) >= count;
  }

  private List<Mirror> live() {
    return mirrors.stream().filter(m -> !m.dropped).toList();
  }

  private Optional<Run> runOf(Mirror mirror) {
    if (mirror.rangeless) {
      if (mirror.busyWithWhole) {
        return Optional.empty();
      }
      mirror.busyWithWhole = true;
      return Optional.of(new Run(mirror, 0, count, true));
    }
    List<Mirror> live = live();
    int from = held.nextClearBit(0);
    while (from < count && !isFree(from, mirror, live)) {
      from++;
    }
    int to = from;
    while (to < count && to - from < RUN_CHUNKS && isFree(to, mirror, live)) {
      to++;
    }
    if (from == to) {
      return Optional.empty();
    }
    taken.set(from, to);
    return Optional.of(new Run(mirror, from, to, false));
  }

  /** Whether nobody has or fetches the chunk, and no other source failed less often at it. */
  private boolean isFree(int chunk, Mirror mirror, List<Mirror> live) {
    return !held.get(chunk)
        && !taken.get(chunk)
        && live.stream().allMatch(m -> mirror.strikes(chunk) <= m.strikes(chunk));
  }
}
