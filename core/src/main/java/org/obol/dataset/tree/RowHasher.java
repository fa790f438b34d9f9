package org.obol.dataset.tree;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The row root of a JSON Lines stream: rows are the bytes between LF, a CR belongs to its row, a
 * final LF ends the last row, empty rows count. Also demands that the stream is UTF-8. The rows
 * that lie whole in one piece of the stream are hashed on all processors. Not thread-safe.
 */
final class RowHasher {

  /** Rows that one task hashes; handing out fewer at a time would cost more than it gains. */
  private static final int SLICE = 512;

  private final RowKey key;
  private final RowLeaf broken;
  private final MerkleAccumulator tree = new MerkleAccumulator();
  private final Utf8Scanner utf8 = new Utf8Scanner();
  private boolean open;

  RowHasher(RowKey key) {
    this.key = key;
    this.broken = new RowLeaf(key);
  }

  /** Takes the next piece of the stream, {@code data[0..length)}. */
  void update(byte[] data, int length) {
    int[] lineFeeds = lineFeeds(data, length);
    if (lineFeeds.length == 0) {
      breakOff(data, 0, length);
      return;
    }
    // The first row may have begun in the piece before, the last one may go on in the next.
    breakOff(data, 0, lineFeeds[0]);
    finish();
    slices(data, lineFeeds).forEach(slice -> Arrays.stream(slice).forEach(tree::add));
    int rest = lineFeeds[lineFeeds.length - 1] + 1;
    if (rest < length) {
      breakOff(data, rest, length);
    }
  }

  /** Ends the last row; the accumulator then holds count and root. */
  MerkleAccumulator end() {
    utf8.end(tree.leaves() + 1);
    if (open) {
      finish();
    }
    return tree;
  }

  private int[] lineFeeds(byte[] data, int length) {
    IntStream.Builder found = IntStream.builder();
    long line = tree.leaves() + 1;
    int at = utf8.lineFeed(data, 0, length, line);
    while (at < length) {
      found.add(at);
      line++;
      at = utf8.lineFeed(data, at + 1, length, line);
    }
    return found.build().toArray();
  }

  /** The leaf hashes of the rows between line feeds, in order. */
  private List<byte[][]> slices(byte[] data, int[] lineFeeds) {
    int rows = lineFeeds.length - 1;
    long first = tree.leaves();
    return IntStream.range(0, Math.ceilDiv(rows, SLICE))
        .parallel()
        .map(slice -> slice * SLICE)
        .mapToObj(
            from -> {
              var leaf = new RowLeaf(key);
              byte[][] hashes = new byte[Math.min(SLICE, rows - from)][];
              for (int i = 0; i < hashes.length; i++) {
                leaf.begin(first + from + i);
                leaf.update(data, lineFeeds[from + i] + 1, lineFeeds[from + i + 1]);
                hashes[i] = leaf.end();
              }
              return hashes;
            })
        .toList();
  }

  private void breakOff(byte[] data, int from, int to) {
    if (!open) {
      broken.begin(tree.leaves());
      open = true;
    }
    broken.update(data, from, to);
  }

  private void finish() {
    tree.add(broken.end());
    open = false;
  }
}
