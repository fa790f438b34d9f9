package org.obol.anonymize;

import java.io.IOException;
import java.util.Optional;
import org.obol.anonymize.scan.BadLine;
import org.obol.anonymize.scan.BlockScanner;
import org.obol.anonymize.scan.Hits;

/**
 * One block on its way: read, then detected by a worker, numbered by the main thread, rendered by a
 * worker, written. Used again and again.
 */
final class Slot {
  final Renderer renderer;
  final Tally tally = new Tally();
  final BlockScanner scanner;
  final Hits hits = new Hits();
  private final Hits left = new Hits();
  private final boolean dropBadLines;
  byte[] bytes = {};
  int length;
  private Optional<BadLine> bad = Optional.empty();
  private long leftOver;

  Slot(Policy policy, Optional<DatasetKey> key, boolean closed) {
    this.scanner =
        new BlockScanner(
            policy.labels(),
            policy.fields(),
            policy.detectors(),
            closed ? Optional.of(policy::standIn) : Optional.empty());
    this.renderer = new Renderer(policy, key);
    this.dropBadLines = policy.dropBadLines();
  }

  /** Reads the next block and looks at it; false at the end. */
  boolean next(Blocks blocks) throws IOException {
    fill(blocks.next(bytes));
    if (length == 0) {
      return false;
    }
    detect();
    return true;
  }

  void fill(Blocks.Block block) {
    bytes = block.bytes();
    length = block.length();
  }

  void detect() {
    try {
      scanner.scan(bytes, length, dropBadLines, hits);
      bad = Optional.empty();
    } catch (BadLine e) {
      bad = Optional.of(e);
    }
  }

  /** What stopped {@link #detect}. */
  Optional<BadLine> bad() {
    return bad;
  }

  /** Renders the block and looks once more at every string that was changed. */
  void render() {
    renderer.render(bytes, length, hits);
    tally.add(hits);
    leftOver = 0;
    if (renderer.changedSize() > 0) {
      try {
        scanner.rescan(
            renderer.out(), renderer.size(), renderer.changed(), renderer.changedSize(), left);
      } catch (BadLine e) {
        throw new IllegalStateException(
            "the output is not JSON at column "
                + e.column()
                + " of line "
                + e.line()
                + ": "
                + e.reason());
      }
      leftOver = left.size();
    }
  }

  /** How many spans were found in the rendered strings; must be 0. */
  long leftOver() {
    return leftOver;
  }
}
