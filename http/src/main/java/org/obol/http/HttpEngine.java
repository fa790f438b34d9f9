package org.obol.http;

/** Starts HTTP/1.1 servers, which may share threads. Closing it closes the servers it started. */
public interface HttpEngine extends AutoCloseable {

  /**
   * Starts listening and returns when connections are accepted.
   *
   * @throws HttpFailure when the address cannot be bound, or the certificate cannot be read
   */
  RunningServer start(ServerConfig config, HttpHandler handler);

  @Override
  void close();
}
