package org.obol.client.pay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.obol.client.pins.PinnedHead;
import org.obol.client.pins.Pins;
import org.obol.client.source.Origin;
import org.obol.crypto.Address;
import org.obol.dataset.DatasetId;

/**
 * The buyer's memory while they make up their mind: owners are pinned only by {@link #commit}, so
 * that looking at a price does not make a stranger known. One thread uses it.
 */
final class DeferredPins implements Pins {

  private final Pins pins;
  private final List<Runnable> later = new ArrayList<>();

  DeferredPins(Pins pins) {
    this.pins = pins;
  }

  void commit() {
    later.forEach(Runnable::run);
    later.clear();
  }

  @Override
  public Optional<Address> owner(Origin origin, DatasetId dataset) {
    return pins.owner(origin, dataset);
  }

  @Override
  public void pinOwner(Origin origin, DatasetId dataset, Address owner) {
    later.add(() -> pins.pinOwner(origin, dataset, owner));
  }

  @Override
  public Optional<PinnedHead> head(Address owner, DatasetId dataset) {
    return pins.head(owner, dataset);
  }

  @Override
  public void raise(Address owner, DatasetId dataset, PinnedHead head) {
    pins.raise(owner, dataset, head);
  }

  @Override
  public boolean sawManifest(Origin origin, DatasetId dataset) {
    return pins.sawManifest(origin, dataset);
  }

  @Override
  public void rememberManifest(Origin origin, DatasetId dataset) {
    pins.rememberManifest(origin, dataset);
  }
}
