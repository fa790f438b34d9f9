package org.obol.dataset;

import org.obol.crypto.ObolException;

/**
 * Bytes, a signature, a log or a manifest is not what it claims to be. It is never retried: asking
 * again cannot make a lie true.
 */
public final class VerificationException extends ObolException {

  private static final long serialVersionUID = 1L;

  private final String code;

  /** A failure with a stable {@code code} for machines and a sentence for people. */
  public VerificationException(String code, String message) {
    super(Exit.VERIFICATION, message);
    this.code = code;
  }

  /** The stable name of what failed, for example {@code manifest_contradiction}. */
  public String code() {
    return code;
  }
}
