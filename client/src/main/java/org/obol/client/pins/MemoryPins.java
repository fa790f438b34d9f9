package org.obol.client.pins;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.obol.client.source.Origin;
import org.obol.crypto.Address;
import org.obol.dataset.DatasetId;

/** Pins that last as long as the process: for tests, and for looking before deciding. */
public final class MemoryPins implements Pins {

  private record Place(Origin origin, DatasetId dataset) {}

  private record Log(Address owner, DatasetId dataset) {}

  private final Map<Place, Address> owners = new HashMap<>();
  private final Map<Log, PinnedHead> heads = new HashMap<>();
  private final Set<Place> manifests = new HashSet<>();

  @Override
  public synchronized Optional<Address> owner(Origin origin, DatasetId dataset) {
    return Optional.ofNullable(owners.get(new Place(origin, dataset)));
  }

  @Override
  public synchronized void pinOwner(Origin origin, DatasetId dataset, Address owner) {
    owners.put(new Place(origin, dataset), owner);
  }

  @Override
  public synchronized Optional<PinnedHead> head(Address owner, DatasetId dataset) {
    return Optional.ofNullable(heads.get(new Log(owner, dataset)));
  }

  @Override
  public synchronized void raise(Address owner, DatasetId dataset, PinnedHead head) {
    heads.merge(new Log(owner, dataset), head, (a, b) -> a.seq() >= b.seq() ? a : b);
  }

  @Override
  public synchronized boolean sawManifest(Origin origin, DatasetId dataset) {
    return manifests.contains(new Place(origin, dataset));
  }

  @Override
  public synchronized void rememberManifest(Origin origin, DatasetId dataset) {
    manifests.add(new Place(origin, dataset));
  }
}
