package org.obol.cli.buy;

import java.net.ProxySelector;
import java.util.Optional;
import org.obol.cli.Session;
import org.obol.client.device.DeviceCode;
import org.obol.client.device.DeviceJoin;
import org.obol.client.source.MemberToken;
import org.obol.client.source.Patience;
import org.obol.client.source.RateLimit;
import org.obol.client.source.Source;
import org.obol.client.source.Wire;
import org.obol.crypto.Json;
import org.obol.dataset.DatasetId;

/** Asks the owner for access with a short code, and waits for the answer. */
final class DeviceFlow {

  private final Session session;
  private final ProxySelector proxy;
  private final boolean insecure;

  DeviceFlow(Session session, ProxySelector proxy, boolean insecure) {
    this.session = session;
    this.proxy = proxy;
    this.insecure = insecure;
  }

  MemberToken join(Source source, DatasetId id) {
    try (var wire = new Wire(Patience.DEFAULT, new RateLimit(0), insecure, Optional.of(proxy))) {
      String label = "obol on " + System.getProperty("os.name");
      return new DeviceJoin(wire, source, Patience.DEFAULT).run(id, label, this::show);
    }
  }

  private void show(DeviceCode code) {
    session.event(
        Json.object()
            .put("event", "device_code")
            .put("userCode", code.userCode())
            .putIfPresent("verification", code.verification().map(page -> Json.of(page.toString())))
            .put("expiresSeconds", code.expires().toSeconds())
            .build());
    session.say("Your code: " + code.userCode());
    session.say(
        "Tell it to the owner, who lets you in with: obol dataset approve " + code.userCode());
    code.verification().ifPresent(page -> session.say("More about it: " + page));
    session.say("Waiting for the owner …");
  }
}
