package org.obol.ledger;

import org.obol.crypto.ObolException;

/** The durable state could not be read or written, or refuses what was asked of it. */
public class LedgerException extends ObolException {

  private static final long serialVersionUID = 1L;

  /** A refusal. */
  public LedgerException(String message) {
    super(Exit.FAILED, message);
  }

  /** A failure of the database or the disk. */
  public LedgerException(String message, Throwable cause) {
    super(Exit.FAILED, message, cause);
  }
}
