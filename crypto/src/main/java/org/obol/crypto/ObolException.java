package org.obol.crypto;

/**
 * The root of every failure that a user must see: its message says what, which value, and what to
 * do next. A bug is never an {@code ObolException}.
 */
public class ObolException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** What the process exits with, and with it what kind of failure this is. */
  public enum Exit {
    /** The command could not be carried out. */
    FAILED(1),
    /** The command line or an input file is wrong. */
    USAGE(2),
    /** Bytes, a signature or a log did not verify. */
    VERIFICATION(3),
    /** Not entitled, or a payment was refused. */
    REFUSED(4),
    /** The other side could not be reached or kept breaking off. */
    NETWORK(5);

    private final int code;

    Exit(int code) {
      this.code = code;
    }

    /** The exit status of the process, 1..5. */
    public int code() {
      return code;
    }
  }

  private final Exit exit;

  /** A failure of the given kind; {@code message} is shown to the user as it is. */
  public ObolException(Exit exit, String message) {
    super(message);
    this.exit = exit;
  }

  /** A failure of the given kind, with the exception that was its cause. */
  public ObolException(Exit exit, String message, Throwable cause) {
    super(message, cause);
    this.exit = exit;
  }

  /** The kind of failure. */
  public final Exit exit() {
    return exit;
  }
}
