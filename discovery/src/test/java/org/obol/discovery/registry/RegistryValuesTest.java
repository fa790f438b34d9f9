package org.obol.discovery.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.obol.crypto.ObolException;
import org.obol.evm.ChainId;

/** Numbers, addresses and origins. */
final class RegistryValuesTest {

  @Test
  void zero_is_an_agent_and_so_is_the_largest_number() {
    assertThat(AgentId.parse("0")).isEqualTo(AgentId.of(0));
    BigInteger largest = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
    assertThat(AgentId.parse(largest.toString()).padded()).hasSize(78);
    assertThatThrownBy(() -> new AgentId(largest.add(BigInteger.ONE)))
        .isInstanceOf(IllegalArgumentException.class);
    for (String none : new String[] {"", "-1", "1.0", "0x1", " 1", "9".repeat(79)}) {
      assertThatThrownBy(() -> AgentId.parse(none)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void padded_numbers_sort_as_numbers_do() {
    assertThat(AgentId.of(9).padded()).isLessThan(AgentId.of(10).padded());
    assertThat(AgentId.of(9)).isLessThan(AgentId.of(10));
    assertThat(AgentId.parse(AgentId.of(10).padded())).isEqualTo(AgentId.of(10));
  }

  @Test
  void base_is_a_main_network_and_base_sepolia_is_not() {
    assertThat(KnownRegistries.on(new ChainId(8453)).orElseThrow().address().checksummed())
        .isEqualTo("0x8004A169FB4a3325136EB29fA0ceB6D2e539a432");
    assertThat(KnownRegistries.on(new ChainId(84532)).orElseThrow().address().checksummed())
        .isEqualTo("0x8004A818BFB912233c491871b3d84c89A494BD9e");
    assertThat(KnownRegistries.on(new ChainId(999_999_999))).isEmpty();
  }

  @Test
  void a_registry_is_compared_without_case() {
    String written = "eip155:8453:0x8004A169FB4a3325136EB29fA0ceB6D2e539a432";
    assertThat(RegistryId.parse(written))
        .isEqualTo(KnownRegistries.on(new ChainId(8453)).orElseThrow());
    for (String none : new String[] {"", "eip155:1", "0x8004", written + "00"}) {
      assertThatThrownBy(() -> RegistryId.parse(none)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void an_origin_is_a_host_and_nothing_more() {
    assertThat(PublicOrigin.parse("https://Node.Example/").at("/x"))
        .isEqualTo("https://node.example/x");
    assertThat(PublicOrigin.parse("http://127.0.0.1:8080").toString())
        .isEqualTo("http://127.0.0.1:8080");
    for (String none :
        new String[] {
          "node.example", "ftp://node.example", "https://node.example/path",
              "https://a@node.example",
          "https://node.example?x", "https://node.example#x", "https://", "\u0000"
        }) {
      assertThatThrownBy(() -> PublicOrigin.parse(none))
          .isInstanceOfSatisfying(
              ObolException.class, e -> assertThat(e.exit()).isEqualTo(ObolException.Exit.USAGE));
    }
  }

  @Test
  void what_dies_tomorrow_or_is_not_public_is_refused() {
    assertThat(PublicOrigin.parse("https://node.example").requireLasting().toString())
        .isEqualTo("https://node.example");
    for (String fleeting :
        new String[] {
          "https://a-b-c.trycloudflare.com",
          "https://x.ngrok-free.app",
          "https://x.ngrok.io",
          "https://x.loca.lt",
          "https://bore.pub",
          "http://node.example",
          "https://localhost",
          "https://192.168.1.1",
          "https://[::1]",
          "https://printer.local"
        }) {
      assertThatThrownBy(() -> PublicOrigin.parse(fleeting).requireLasting())
          .isInstanceOfSatisfying(
              ObolException.class, e -> assertThat(e.exit()).isEqualTo(ObolException.Exit.REFUSED));
    }
    // A name that only ends like one.
    assertThat(PublicOrigin.parse("https://notbore.pub").requireLasting().toString())
        .isEqualTo("https://notbore.pub");
  }
}
