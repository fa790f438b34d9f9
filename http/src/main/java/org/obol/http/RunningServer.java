package org.obol.http;

import java.time.Duration;

/** A server that listens until it is closed. */
public interface RunningServer extends AutoCloseable {

  /** The TCP port, also when the configuration left it open. */
  int port();

  /** Connections that are open now. */
  int connections();

  /**
   * Stops accepting, lets answers that are under way finish within {@code patience}, then closes.
   */
  void drain(Duration patience);

  /** Cuts every connection; returns when every transfer's listener was told. */
  @Override
  void close();
}
