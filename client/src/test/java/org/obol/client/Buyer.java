package org.obol.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.obol.client.pins.MemoryPins;
import org.obol.client.pins.Pins;
import org.obol.client.source.Patience;
import org.obol.client.source.Source;
import org.obol.client.transfer.Settings;
import org.obol.client.transfer.TransferListener;

/** A buyer in a hurry: short pauses, a short stall window, pins in memory. */
final class Buyer {

  static final Patience HASTE =
      new Patience(Duration.ofMillis(400), 1 << 10, 6, Duration.ofMillis(1), Duration.ofMillis(20));

  final Pins pins = new MemoryPins();
  private final Path out;
  private Trust trust = Trust.DEFAULT;
  private boolean force;
  private int connections = 3;

  Buyer(Path out) {
    this.out = out;
  }

  Buyer trusting(Trust given) {
    trust = given;
    return this;
  }

  Buyer forced() {
    force = true;
    return this;
  }

  Buyer over(int count) {
    connections = count;
    return this;
  }

  BuyResult buy(FaultyServer... servers) {
    return buy(Optional.empty(), servers);
  }

  BuyResult buy(Optional<Long> version, FaultyServer... servers) {
    List<Source> sources = Stream.of(servers).map(FaultyServer::source).toList();
    var settings = new Settings(connections, 0, HASTE);
    var request =
        new BuyRequest(sources, Shop.ID, version, Optional.of(out), trust, settings, force);
    return new BuyDataset(pins, TransferListener.SILENT, Optional.empty()).run(request);
  }
}
