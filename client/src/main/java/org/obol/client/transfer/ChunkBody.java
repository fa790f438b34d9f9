package org.obol.client.transfer;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.obol.client.source.Body;
import org.obol.client.source.FetchException;
import org.obol.dataset.tree.Chunks;

/**
 * Cuts the body of one run into chunks, and stores each that is the signed one. A bad chunk costs
 * that chunk: the rest of the run is read on. Bytes behind the run are refused.
 */
final class ChunkBody implements Body {

  private final Run run;
  private final ChunkStore store;
  private final ByteBuffer chunk = ByteBuffer.allocate(Chunks.SIZE);
  private int index;

  ChunkBody(Run run, ChunkStore store) {
    this.run = run;
    this.store = store;
    this.index = run.from();
    chunk.limit(length());
  }

  @Override
  public void add(ByteBuffer data) throws FetchException, IOException {
    while (data.hasRemaining()) {
      if (index == run.to()) {
        throw new FetchException(FetchException.Kind.WRONG, "the reply is longer than asked for");
      }
      int part = Math.min(chunk.remaining(), data.remaining());
      chunk.put(chunk.position(), data, data.position(), part);
      chunk.position(chunk.position() + part);
      data.position(data.position() + part);
      if (!chunk.hasRemaining()) {
        next();
      }
    }
  }

  @Override
  public void end() throws FetchException {
    if (index < run.to()) {
      throw new FetchException(FetchException.Kind.BROKEN, "the reply ended too early");
    }
  }

  private void next() throws IOException {
    store.offer(run.mirror(), index, chunk.flip());
    index++;
    chunk.clear().limit(index < run.to() ? length() : 0);
  }

  private int length() {
    return store.length(index);
  }
}
