package org.obol.client.source;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where the bytes of one reply go, in order. Called by one thread at a time. */
public interface Body {

  /** Decides, from status and headers, whether the reply is the wanted one and where it goes. */
  @FunctionalInterface
  interface Choice {
    /**
     * The place for the body of a 2xx reply.
     *
     * @throws FetchException when the reply is not the wanted one
     */
    Body of(Head head) throws FetchException;
  }

  /**
   * Takes all bytes of {@code data}.
   *
   * @throws FetchException when the server sends what it must not; the exchange is cut
   * @throws IOException when the bytes cannot be stored here; nothing is tried again
   */
  void add(ByteBuffer data) throws FetchException, IOException;

  /**
   * The reply ended.
   *
   * @throws FetchException when it ended too early
   */
  void end() throws FetchException;
}
