package org.obol.ledger;

import java.time.Instant;
import java.util.Optional;
import org.obol.crypto.Json;

/**
 * An offer of inference that this seller lists beside the datasets; something else answers it.
 *
 * @param name unique among them
 * @param entry the row of the catalog
 * @param drainEnds when it vanishes; empty while it stays
 */
public record InferenceListing(String name, Json.Obj entry, Optional<Instant> drainEnds) {

  /** Whether it is listed at that time. */
  public boolean isListed(Instant now) {
    return drainEnds.map(now::isBefore).orElse(true);
  }
}
