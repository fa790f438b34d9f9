package org.obol.client;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.obol.client.pins.MemoryPins;
import org.obol.client.source.Patience;
import org.obol.client.source.Source;
import org.obol.client.transfer.Settings;
import org.obol.client.transfer.TransferListener;

/** A process of its own that buys from a URL and says how many bytes arrived: one to be killed. */
final class KilledBuyer {

  private KilledBuyer() {}

  /** Takes the server's URL and the output file. */
  public static void main(String[] args) {
    var patience =
        new Patience(Duration.ofMinutes(5), 1, 8, Duration.ofMillis(1), Duration.ofMillis(1));
    var listener =
        new TransferListener() {
          @Override
          public void received(long bytes) {
            System.out.println(bytes);
          }
        };
    var request =
        new BuyRequest(
            List.of(Source.of(args[0], Optional.empty())),
            Shop.ID,
            Optional.empty(),
            Optional.of(Path.of(args[1])),
            Trust.DEFAULT,
            new Settings(1, 0, patience),
            false);
    new BuyDataset(new MemoryPins(), listener, Optional.empty()).run(request);
  }
}
