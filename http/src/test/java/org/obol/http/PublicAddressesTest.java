package org.obol.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PublicAddressesTest {

  @Test
  void a_private_address_or_name_is_told_from_its_text() {
    for (String host :
        List.of(
            "localhost",
            "LOCALHOST.",
            "a.localhost",
            "printer",
            "nas.local",
            "metadata.google.internal",
            "router.home.arpa",
            "127.0.0.1",
            "10.1.2.3",
            "169.254.169.254",
            "192.168.0.1",
            "0.0.0.0",
            "127.1",
            "2130706433",
            "0x7f000001",
            "0x7f.1",
            "a.0x7f",
            "999.1.1.1",
            "[::1]",
            "::1",
            "[::ffff:127.0.0.1]",
            "[fe80::1]",
            "[fd00::1]",
            "")) {
      assertThat(PublicAddresses.mayBePublic(host)).as(host).isFalse();
    }
  }

  @Test
  void a_public_address_or_name_is_let_through() {
    for (String host :
        List.of("data.example.org", "localhost.example.com", "8.8.8.8", "[2606:4700::1111]")) {
      assertThat(PublicAddresses.mayBePublic(host)).as(host).isTrue();
    }
  }
}
