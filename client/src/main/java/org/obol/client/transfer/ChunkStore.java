package org.obol.client.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.obol.dataset.tree.Chunks;

/** Verifies chunks and stores the right ones: first the bytes, then the journal, then the word. */
final class ChunkStore {

  private final Chunks chunks;
  private final long size;
  private final PartFile part;
  private final Journal journal;
  private final Work work;
  private final TransferListener listener;

  ChunkStore(
      Chunks chunks,
      long size,
      PartFile part,
      Journal journal,
      Work work,
      TransferListener listener) {
    this.chunks = chunks;
    this.size = size;
    this.part = part;
    this.journal = journal;
    this.work = work;
    this.listener = listener;
  }

  /** Bytes of the chunk at {@code index}. */
  int length(int index) {
    return (int) Math.min(Chunks.SIZE, size - (long) index * Chunks.SIZE);
  }

  /** Takes a complete chunk that {@code from} says is the one at {@code index}. */
  void offer(Mirror from, int index, ByteBuffer chunk) throws IOException {
    if (work.holds(index)) {
      return;
    }
    if (!chunks.matches(index, chunk.duplicate())) {
      work.strike(from, index);
      return;
    }
    int bytes = chunk.remaining();
    part.write(chunk, (long) index * Chunks.SIZE);
    journal.add(index);
    work.store(from, index);
    listener.received(bytes);
  }
}
