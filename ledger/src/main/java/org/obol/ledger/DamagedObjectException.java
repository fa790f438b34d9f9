package org.obol.ledger;

import org.obol.crypto.Sha256;

/** An object is missing or not what was signed, and is therefore not served. */
public final class DamagedObjectException extends LedgerException {

  private static final long serialVersionUID = 1L;

  DamagedObjectException(Sha256 sha256, String why) {
    super(
        "object "
            + sha256
            + " "
            + why
            + ". Put it back with: obol dataset version … from the original file, or restore a"
            + " backup");
  }
}
