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
  private final boolean dropBadLines;
  byte[] bytes = {};
  int length;
  private Optional<BadLine> bad = Optional.empty();

  Slot(Policy policy, Optional<DatasetKey> key) {
    this.scanner =
        new BlockScanner(
            policy.labels(), policy.fields(), policy.detectors(), new PolicyStandIns(policy));
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

  /** Renders the block. */
  void render() {
    renderer.render(bytes, length, hits);
    tally.add(hits);
  }
}
