package org.obol.client.pins;

import java.util.Optional;
import org.obol.client.source.Origin;
import org.obol.crypto.Address;
import org.obol.dataset.DatasetId;

/** The buyer's memory. Everything written is durable when the call returns. Thread-safe. */
public interface Pins {

  /** Who owned the dataset when it was last bought or pinned at this origin. */
  Optional<Address> owner(Origin origin, DatasetId dataset);

  /** Remembers the owner, in place of another one that the user overruled. */
  void pinOwner(Origin origin, DatasetId dataset, Address owner);

  /** The furthest point of the owner's log that was ever seen, at whatever origin. */
  Optional<PinnedHead> head(Address owner, DatasetId dataset);

  /** Remembers {@code head} unless a further one is remembered already. */
  void raise(Address owner, DatasetId dataset, PinnedHead head);

  /** Whether this origin ever showed a manifest of the dataset. */
  boolean sawManifest(Origin origin, DatasetId dataset);

  /** Remembers that this origin showed a manifest of the dataset. */
  void rememberManifest(Origin origin, DatasetId dataset);
}
