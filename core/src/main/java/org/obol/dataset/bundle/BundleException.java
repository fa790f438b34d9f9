package org.obol.dataset.bundle;

import org.obol.crypto.ObolException;

/** What the owner handed in cannot be signed as it is; nothing was recorded. */
public final class BundleException extends ObolException {

  private static final long serialVersionUID = 1L;

  /** Says what is wrong, where, and how to mend it. */
  public BundleException(String message) {
    super(Exit.FAILED, message);
  }
}
