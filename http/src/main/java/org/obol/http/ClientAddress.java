package org.obol.http;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Tells which address a request came from. A forwarding header is a claim; it counts only from a
 * peer that was configured to make it.
 *
 * @param tunnel whether we started a tunnel whose loopback requests carry CF-Connecting-IP
 * @param trustedProxies peers whose X-Forwarded-For counts
 */
public record ClientAddress(boolean tunnel, List<Cidr> trustedProxies) {

  /** Copies the list. */
  public ClientAddress {
    trustedProxies = List.copyOf(trustedProxies);
  }

  /**
   * The client's address; empty when it cannot be told, as for every request through an unknown
   * tunnel. Budgets are then global.
   */
  public Optional<InetAddress> of(HttpRequest request) {
    InetAddress peer = request.remote();
    if (tunnel && peer.isLoopbackAddress()) {
      List<String> claims = request.headers("CF-Connecting-IP");
      if (claims.size() == 1) {
        return literal(claims.getFirst());
      }
    }
    if (trusted(peer)) {
      return lastUntrusted(request.headers("X-Forwarded-For"));
    }
    return peer.isLoopbackAddress() ? Optional.empty() : Optional.of(peer);
  }

  /** Each proxy appends the peer it saw, so what the client forged stands leftmost. */
  private Optional<InetAddress> lastUntrusted(List<String> headers) {
    List<String> hops = new ArrayList<>();
    headers.forEach(h -> hops.addAll(Arrays.asList(h.split(",", -1))));
    Collections.reverse(hops);
    for (String hop : hops) {
      Optional<InetAddress> address = literal(hop.strip());
      if (address.isEmpty() || !trusted(address.get())) {
        return address;
      }
    }
    return Optional.empty();
  }

  private boolean trusted(InetAddress address) {
    return trustedProxies.stream().anyMatch(cidr -> cidr.contains(address));
  }

  /** Reads an address without asking the DNS. */
  private static Optional<InetAddress> literal(String text) {
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }
}
