package org.obol.ledger;

import java.time.Instant;
import org.obol.crypto.Json;
import org.obol.crypto.Sha256;
import org.obol.dataset.DatasetId;
import org.obol.dataset.entitlement.VersionRange;

/**
 * An offer that was made, kept as long as somebody may have paid it.
 *
 * @param hash what the node signed; names the offer
 * @param grants the versions that a payment opens
 * @param validUntil payable before it
 * @param requirements how it stands in a challenge, the signed offer within
 */
public record StoredOffer(
    Sha256 hash,
    DatasetId dataset,
    long seq,
    VersionRange grants,
    Instant validUntil,
    Json.Obj requirements) {

  /** Whether it can be paid at {@code now}. */
  public boolean isOpen(Instant now) {
    return now.isBefore(validUntil);
  }
}
