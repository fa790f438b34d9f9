package org.obol.http;

/** Owner of a download: told when it starts and when it is over, both on virtual threads. */
public interface TransferListener {

  /** Wants to know nothing. */
  TransferListener NONE = new TransferListener() {};

  /**
   * The download is about to start; not called for HEAD. Permission that was withdrawn between the
   * handler's answer and this call is noticed only if it is looked up again here.
   */
  default void started(Transfer transfer) {}

  /**
   * The download is over: complete, broken off, never started, or a HEAD. Called exactly once for
   * each answer, after {@link #started} returned.
   *
   * @param bytesSent bytes handed to the network
   */
  default void ended(long bytesSent) {}
}
