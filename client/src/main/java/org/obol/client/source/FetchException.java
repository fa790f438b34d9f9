package org.obol.client.source;

import java.time.Duration;

/** One exchange that did not work out, but may when it is tried again. */
public final class FetchException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Why it did not work out. */
  public enum Kind {
    /** The connection broke, stalled or was never made. */
    BROKEN,
    /** The server asked for patience: 429, 408 or 5xx. */
    BUSY,
    /** The reply is not the one that was asked for; asking often does not help. */
    WRONG,
    /** The whole file came instead of the range. */
    RANGE_IGNORED
  }

  private final Kind kind;
  private final Duration retryAfter;

  /** A failure without a wish of the server. */
  public FetchException(Kind kind, String message) {
    this(kind, message, Duration.ZERO);
  }

  /** A failure after which the server wants to be left alone for {@code retryAfter}. */
  public FetchException(Kind kind, String message, Duration retryAfter) {
    super(message);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  /** Why it did not work out. */
  public Kind kind() {
    return kind;
  }

  /** How long the server wants to be left alone; zero when it did not say. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /** The sentence for people. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
