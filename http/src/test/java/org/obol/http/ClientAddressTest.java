package org.obol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClientAddressTest {

  private static final ClientAddress PLAIN = new ClientAddress(false, List.of());
  private static final ClientAddress TUNNEL = new ClientAddress(true, List.of());
  private static final ClientAddress PROXIED =
      new ClientAddress(false, List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("fd00::/8")));

  private static String from(ClientAddress resolver, String peer, String... headers) {
    Headers all = Headers.NONE;
    for (int i = 0; i < headers.length; i += 2) {
      all = all.with(headers[i], headers[i + 1]);
    }
    var request =
        new HttpRequest(
            "GET", "/", List.of(), Map.of(), all, InetAddress.ofLiteral(peer), new byte[0]);
    Optional<InetAddress> address = resolver.of(request);
    return address.map(InetAddress::getHostAddress).orElse("unknown");
  }

  @Test
  void withoutConfigurationOnlyThePeerCounts() {
    String[] forged = {"CF-Connecting-IP", "6.6.6.6", "X-Forwarded-For", "6.6.6.6"};
    assertThat(from(PLAIN, "203.0.113.9", forged)).isEqualTo("203.0.113.9");
    assertThat(from(PLAIN, "127.0.0.1", forged)).isEqualTo("unknown");
    assertThat(from(PLAIN, "::1", forged)).isEqualTo("unknown");
  }

  @Test
  void theTunnelCountsOnlyFromLoopbackAndOnlyOnce() {
    assertThat(from(TUNNEL, "127.0.0.1", "CF-Connecting-IP", "8.8.8.8")).isEqualTo("8.8.8.8");
    assertThat(from(TUNNEL, "203.0.113.9", "CF-Connecting-IP", "8.8.8.8")).isEqualTo("203.0.113.9");
    assertThat(
            from(TUNNEL, "127.0.0.1", "CF-Connecting-IP", "8.8.8.8", "CF-Connecting-IP", "6.6.6.6"))
        .isEqualTo("unknown");
    assertThat(from(TUNNEL, "127.0.0.1", "CF-Connecting-IP", "example.org")).isEqualTo("unknown");
    assertThat(from(TUNNEL, "127.0.0.1")).isEqualTo("unknown");
  }

  @Test
  void theRightmostUntrustedHopIsTheClient() {
    String peer = "10.1.2.3";
    assertThat(from(PROXIED, peer, "X-Forwarded-For", "6.6.6.6, 8.8.8.8")).isEqualTo("8.8.8.8");
    assertThat(from(PROXIED, peer, "X-Forwarded-For", "6.6.6.6, 8.8.8.8,10.9.9.9 "))
        .isEqualTo("8.8.8.8");
    assertThat(
            from(
                PROXIED,
                peer,
                "X-Forwarded-For",
                "6.6.6.6",
                "X-Forwarded-For",
                "2001:db8::1, fd00::5"))
        .isEqualTo("2001:db8:0:0:0:0:0:1");
    assertThat(from(PROXIED, peer, "X-Forwarded-For", "6.6.6.6, nonsense")).isEqualTo("unknown");
    assertThat(from(PROXIED, peer, "X-Forwarded-For", "10.0.0.1")).isEqualTo("unknown");
    assertThat(from(PROXIED, peer)).isEqualTo("unknown");
    assertThat(from(PROXIED, "203.0.113.9", "X-Forwarded-For", "6.6.6.6")).isEqualTo("203.0.113.9");
  }

  @Test
  void blocksEndWhereTheirPrefixSays() {
    assertThat(Cidr.parse("10.32.0.0/11").contains(InetAddress.ofLiteral("10.63.255.255")))
        .isTrue();
    assertThat(Cidr.parse("10.32.0.0/11").contains(InetAddress.ofLiteral("10.64.0.0"))).isFalse();
    assertThat(Cidr.parse("fe80::/10").contains(InetAddress.ofLiteral("febf::1"))).isTrue();
    assertThat(Cidr.parse("fe80::/10").contains(InetAddress.ofLiteral("fec0::1"))).isFalse();
    assertThat(Cidr.parse("0.0.0.0/0").contains(InetAddress.ofLiteral("8.8.8.8"))).isTrue();
    assertThat(Cidr.parse("0.0.0.0/0").contains(InetAddress.ofLiteral("::1"))).isFalse();
    assertThat(Cidr.parse("8.8.8.8").contains(InetAddress.ofLiteral("8.8.8.9"))).isFalse();
    for (String bad : new String[] {"10.0.0.0/33", "10.0.0.0/-1", "x/8", "10.0.0.0/", ""}) {
      assertThatThrownBy(() -> Cidr.parse(bad))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
