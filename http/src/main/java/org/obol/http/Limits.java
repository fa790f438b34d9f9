package org.obol.http;

import java.time.Duration;

/**
 * What one client, or all of them, may take from a server. No limit is a total time for a download:
 * a slow download lives as long as it moves.
 *
 * @param maxBodyBytes longest request body; more is answered with 413
 * @param maxHeaderBytes longest request line, and longest header section; more is 414 or 431
 * @param idleTimeout how long a connection may take from an answer to the end of the next head
 * @param requestTimeout how long the first head may take, and then each body
 * @param minBytesPerSecond a download whose client takes less over a whole {@code rateWindow} is
 *     cut; what its client takes shows when the socket's buffer, which it empties at this rate or
 *     faster, is filled up
 * @param rateWindow see {@code minBytesPerSecond}
 * @param maxConnections more are closed as they come
 * @param outboundBytesPerSecond of the whole server; 0 for no cap. A cap costs zero-copy
 */
public record Limits(
    int maxBodyBytes,
    int maxHeaderBytes,
    Duration idleTimeout,
    Duration requestTimeout,
    long minBytesPerSecond,
    Duration rateWindow,
    int maxConnections,
    long outboundBytesPerSecond) {

  /** 64 KiB bodies, 32 KiB heads, 60 s idle, 20 s to ask, 8 KiB/s over 30 s, 4096 connections. */
  public static final Limits DEFAULT =
      new Limits(
          64 << 10,
          32 << 10,
          Duration.ofSeconds(60),
          Duration.ofSeconds(20),
          8 << 10,
          Duration.ofSeconds(30),
          4096,
          0);

  /** Checks that every limit limits. */
  public Limits {
    if (maxBodyBytes < 0 || maxHeaderBytes < 256 || maxConnections < 1) {
      throw new IllegalArgumentException("limits too small");
    }
    if (!idleTimeout.isPositive() || !requestTimeout.isPositive() || !rateWindow.isPositive()) {
      throw new IllegalArgumentException("times must be positive");
    }
    if (minBytesPerSecond < 1 || outboundBytesPerSecond < 0) {
      throw new IllegalArgumentException("rates must be positive");
    }
  }

  /** The same with another longest body. */
  public Limits withMaxBodyBytes(int bytes) {
    return new Limits(
        bytes,
        maxHeaderBytes,
        idleTimeout,
        requestTimeout,
        minBytesPerSecond,
        rateWindow,
        maxConnections,
        outboundBytesPerSecond);
  }

  /** The same with other times for waiting on a client. */
  public Limits withTimeouts(Duration idle, Duration request) {
    return new Limits(
        maxBodyBytes,
        maxHeaderBytes,
        idle,
        request,
        minBytesPerSecond,
        rateWindow,
        maxConnections,
        outboundBytesPerSecond);
  }

  /** The same with another slowest download. */
  public Limits withMinimumRate(long bytesPerSecond, Duration window) {
    return new Limits(
        maxBodyBytes,
        maxHeaderBytes,
        idleTimeout,
        requestTimeout,
        bytesPerSecond,
        window,
        maxConnections,
        outboundBytesPerSecond);
  }

  /** The same with other limits for the server as a whole. */
  public Limits withTotals(int connections, long outboundPerSecond) {
    return new Limits(
        maxBodyBytes,
        maxHeaderBytes,
        idleTimeout,
        requestTimeout,
        minBytesPerSecond,
        rateWindow,
        connections,
        outboundPerSecond);
  }

  /** How long an answer of that many bytes from memory may take. */
  Duration timeToSend(long bytes) {
    return rateWindow.plusSeconds(bytes / minBytesPerSecond);
  }
}
