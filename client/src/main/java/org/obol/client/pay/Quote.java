package org.obol.client.pay;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.obol.client.VerifiedVersion;
import org.obol.crypto.Address;
import org.obol.dataset.manifest.Card;
import org.obol.dataset.manifest.ManifestDocument;
import org.obol.dataset.sale.PayeeCheck;
import org.obol.x402.wire.PaymentRequired;
import org.obol.x402.wire.PaymentRequirements;

/**
 * What a seller asks for, after everything about it was checked and before anything is signed.
 *
 * @param requirement the one of the challenge that would be paid
 * @param ground why the payee may be paid
 * @param owner what is known of the owner
 * @param earlier payments for the same version that were refused and have expired
 */
public record Quote(
    VerifiedVersion version,
    Goods goods,
    Cost cost,
    PaymentRequired challenge,
    PaymentRequirements requirement,
    Evidence evidence,
    PayeeCheck.Ground ground,
    Owner owner,
    List<Purchase> earlier) {

  /** Copies the list. */
  public Quote {
    earlier = List.copyOf(earlier);
  }

  /**
   * What is known of the owner.
   *
   * @param named whether the buyer gave the address in this request
   * @param since when the buyer first named or confirmed it for money, if ever
   */
  public record Owner(Address address, boolean named, Optional<Instant> since) {

    /** Whether nobody has vouched for it: the person has to look at the address. */
    public boolean isNew() {
      return !named && since.isEmpty();
    }
  }

  /** What the version says of itself; empty at a reference server. */
  public Optional<Card> card() {
    return version.manifest().map(ManifestDocument::manifest).map(m -> m.card());
  }
}
