package org.obol.client.pay;

import java.net.ProxySelector;
import java.time.InstantSource;
import java.util.Optional;
import org.obol.client.source.Patience;
import org.obol.client.source.RateLimit;
import org.obol.client.source.Wire;
import org.obol.client.transfer.TransferListener;

/**
 * What a purchase is made with.
 *
 * @param listener is told warnings
 */
public record Means(
    InstantSource clock,
    Pause pause,
    Patience patience,
    Optional<ProxySelector> proxy,
    TransferListener listener) {

  /** The usual patience, and real pauses. */
  public static Means of(
      InstantSource clock, Optional<ProxySelector> proxy, TransferListener listener) {
    return new Means(clock, Pause.REAL, Patience.DEFAULT, proxy, listener);
  }

  Wire wire(boolean insecure) {
    return new Wire(patience, new RateLimit(0), insecure, proxy);
  }
}
