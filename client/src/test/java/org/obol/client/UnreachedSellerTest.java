package org.obol.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.obol.client.source.NetworkException;
import org.obol.client.source.RateLimit;
import org.obol.client.source.Source;
import org.obol.client.source.Wire;

/** A seller to whom there is no connection: the buyer reads why. */
final class UnreachedSellerTest {

  @Test
  void a_closed_port() throws IOException {
    assertUnreached("http://127.0.0.1:" + closedPort(), Optional.empty(), "nothing listens there");
  }

  @Test
  void an_unknown_name() {
    assertUnreached("http://nobody.invalid", Optional.empty(), "its name is not known");
  }

  @Test
  void a_dead_proxy_is_named() throws IOException {
    int port = closedPort();
    var proxy = ProxySelector.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    assertUnreached("http://seller.invalid", Optional.of(proxy), ":" + port + ": nothing listens");
  }

  private static void assertUnreached(String url, Optional<ProxySelector> proxy, String words) {
    var source = Source.of(url, Optional.empty());
    try (var wire = new Wire(Buyer.HASTE, new RateLimit(0), false, proxy)) {
      assertThatThrownBy(() -> wire.patiently(source, Wire.Ask.get("/x"), 10))
          .isInstanceOf(NetworkException.class)
          .hasMessageContaining("no connection: ")
          .hasMessageContaining(words)
          .hasMessageNotContaining("Exception");
    }
  }

  private static int closedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
