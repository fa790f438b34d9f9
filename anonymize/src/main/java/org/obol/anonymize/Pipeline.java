package org.obol.anonymize;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import org.obol.anonymize.scan.BadLine;
import org.obol.anonymize.scan.Hits;

/**
 * Moves blocks through detection, numbering, rendering and writing. Blocks are numbered and written
 * in order by the caller's thread; detection and rendering run on workers. Owned by the caller's
 * thread.
 */
final class Pipeline implements AutoCloseable {
  /** What the caller's thread does with each block, in order. */
  interface Stage {
    void number(Hits hits) throws Numbering.Taken;

    void write(byte[] bytes, int length, int read) throws IOException;
  }

  private record Work(Slot slot, FutureTask<Void> task) {}

  private final Policy policy;
  private final Optional<ExecutorService> workers;
  private final Executor executor;
  private final List<Slot> slots = new ArrayList<>();
  private final Deque<Slot> free = new ArrayDeque<>();
  private final Deque<Work> detecting = new ArrayDeque<>();
  private final Deque<Work> rendering = new ArrayDeque<>();
  private final int lag;
  private final LabelCounts counts = new LabelCounts();
  private long inputBytes;
  private long outputBytes;
  private long lines;
  private long linesBefore;
  private long dropped;

  Pipeline(Policy policy, Optional<DatasetKey> key, int threads) {
    this.policy = policy;
    this.lag = threads;
    if (threads == 1) {
      workers = Optional.empty();
      executor = Runnable::run;
    } else {
      ExecutorService pool =
          Executors.newFixedThreadPool(
              threads, Thread.ofPlatform().name("anonymize-", 0).daemon().factory());
      workers = Optional.of(pool);
      executor = pool;
    }
    for (int i = 0; i < (threads == 1 ? 1 : 2 * threads + 1); i++) {
      slots.add(new Slot(policy, key));
    }
    free.addAll(slots);
  }

  void run(Part part, Blocks blocks, Stage stage) throws IOException, Numbering.Taken {
    linesBefore = lines;
    boolean more = true;
    while (more || !detecting.isEmpty() || !rendering.isEmpty()) {
      while (more && !free.isEmpty() && detecting.size() <= lag) {
        Slot slot = free.remove();
        slot.fill(blocks.next(slot.bytes));
        more = slot.length > 0;
        if (more) {
          detecting.add(submit(slot, slot::detect));
        } else {
          free.add(slot);
        }
      }
      if (!detecting.isEmpty()) {
        number(part, stage);
      }
      while (rendering.size() > (more ? lag - 1 : 0) || (free.isEmpty() && !rendering.isEmpty())) {
        write(stage);
      }
    }
  }

  private Work submit(Slot slot, Runnable step) {
    FutureTask<Void> task = new FutureTask<>(step, null);
    executor.execute(task);
    return new Work(slot, task);
  }

  private void number(Part part, Stage stage) throws Numbering.Taken {
    Work work = detecting.remove();
    await(work);
    Slot slot = work.slot();
    if (slot.bad().isPresent()) {
      BadLine bad = slot.bad().get();
      throw new PartFindings.BadLine(bad.line(), bad.column(), bad.reason())
          .in(part.name(), lines - linesBefore);
    }
    stage.number(slot.hits);
    for (int i = 0; i < slot.hits.size(); i++) {
      counts.add(slot.hits.label(i));
    }
    lines += slot.hits.lines();
    dropped += slot.hits.dropped();
    rendering.add(submit(slot, slot::render));
  }

  private void write(Stage stage) throws IOException {
    Work work = rendering.remove();
    await(work);
    Slot slot = work.slot();
    stage.write(slot.renderer.out(), slot.renderer.size(), slot.length);
    inputBytes += slot.length;
    outputBytes += slot.renderer.size();
    free.add(slot);
  }

  private static void await(Work work) {
    try {
      work.task().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AnonymizeException("interrupted", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  Report report(List<Part> parts, Numbering numbering, long nanos) {
    Map<String, Map<String, Long>> places = new TreeMap<>();
    slots.forEach(slot -> slot.tally.addTo(places, slot.scanner.paths()));
    return new Report(
        Anonymizer.ENGINE,
        policy.profile(),
        parts.stream().map(Part::name).toList(),
        inputBytes,
        outputBytes,
        lines,
        dropped,
        Report.found(counts.byLabel(), policy, numbering),
        places,
        0,
        Duration.ofNanos(nanos));
  }

  /** Waits for the blocks being worked on: a detector may be freed afterwards. */
  @Override
  public void close() {
    workers.ifPresent(
        pool -> {
          pool.shutdownNow();
          pool.close();
        });
  }
}
