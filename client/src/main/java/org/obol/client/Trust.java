package org.obol.client;

import java.util.Optional;
import org.obol.crypto.Address;

/**
 * What the buyer insists on, and what they are willing to go without.
 *
 * @param owner who must have signed the log; without it the pinned owner, or the first one seen
 * @param paid whether money is involved, so that a server without manifests is not good enough
 * @param referenceServer accepts a server without manifests for a paid version too
 * @param insecure sends the token over plain http
 */
public record Trust(
    Optional<Address> owner, boolean paid, boolean referenceServer, boolean insecure) {

  /** Trust on first use, over private connections only. */
  public static final Trust DEFAULT = new Trust(Optional.empty(), false, false, false);

  /** This trust, where money is involved. */
  public Trust forMoney() {
    return new Trust(owner, true, referenceServer, insecure);
  }

  /** This trust, in that owner alone. */
  public Trust inOwner(Address address) {
    return new Trust(Optional.of(address), paid, referenceServer, insecure);
  }
}
