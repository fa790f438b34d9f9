package org.obol.discovery.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.obol.crypto.JsonException;
import org.obol.evm.ChainId;

/** Registration files, ours and anybody's. */
final class RegistrationFileTest {

  private static final RegistryId REGISTRY = KnownRegistries.on(new ChainId(84532)).orElseThrow();
  private static final AgentRegistration ZERO = new AgentRegistration(REGISTRY, AgentId.of(0));

  private static RegistrationFile read(String json) {
    return RegistrationReader.read(json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_sellers_file_names_its_site_and_its_catalog() {
    var profile = new SellerProfile("Ada", "Sessions", Optional.empty(), true, true);
    RegistrationFile file = profile.file(PublicOrigin.parse("https://node.example"), List.of(ZERO));
    assertThat(file.json().text())
        .isEqualTo(
            "{\"type\":\"https://eips.ethereum.org/EIPS/eip-8004#registration-v1\","
                + "\"name\":\"Ada\",\"description\":\"Sessions\",\"services\":["
                + "{\"name\":\"web\",\"endpoint\":\"https://node.example/\"},"
                + "{\"name\":\"obol-catalog\","
                + "\"endpoint\":\"https://node.example/api/services.json\",\"version\":\"1\"}],"
                + "\"x402Support\":true,\"active\":true,\"registrations\":[{\"agentId\":0,"
                + "\"agentRegistry\":\"eip155:84532:0x8004a818bfb912233c491871b3d84c89a494bd9e\"}]}");
    assertThat(RegistrationReader.read(file.json())).isEqualTo(file);
    assertThat(file.names(ZERO)).isTrue();
    assertThat(file.services("OBOL-catalog")).hasSize(1);
  }

  @Test
  void a_seller_that_has_closed_offers_nothing_and_keeps_its_registrations() {
    var closed = new SellerProfile("Ada", "", Optional.of("https://a/b.png"), true, false);
    RegistrationFile file = closed.file(PublicOrigin.parse("https://node.example"), List.of(ZERO));
    assertThat(file.services()).isEmpty();
    assertThat(file.active()).isFalse();
    assertThat(file.x402Support()).isFalse();
    assertThat(file.registrations()).containsExactly(ZERO);
    assertThat(RegistrationReader.read(file.json())).isEqualTo(file);
  }

  @Test
  void a_file_without_names_is_not_written() {
    var nameless = new SellerProfile(" ", "", Optional.empty(), true, true);
    var origin = PublicOrigin.parse("https://node.example");
    assertThatThrownBy(() -> nameless.file(origin, List.of()).json())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void version_1_calls_services_endpoints() {
    RegistrationFile file =
        read("{\"endpoints\":[{\"name\":\"A2A\",\"endpoint\":\"https://a\",\"version\":\"0.3\"}]}");
    assertThat(file.services()).containsExactly(AgentService.of("A2A", "https://a").version("0.3"));
    assertThat(file.active()).isTrue();
    assertThat(file.x402Support()).isFalse();
  }

  @Test
  void what_does_not_fit_is_left_out_and_the_rest_counts() {
    RegistrationFile file =
        read(
            """
            {"name":7,"description":null,"image":{},"active":"yes","x402Support":true,
             "services":[1,{"name":"web"},{"endpoint":"x"},{"name":"web","endpoint":"e",
               "skills":["a",1,"b"],"domains":"none"}],
             "registrations":[{"agentId":"5","agentRegistry":"EIP155"},
               {"agentId":-1,"agentRegistry":"eip155:1:0x8004a169fb4a3325136eb29fa0ceb6d2e539a432"},
               {"agentId":1e9,"agentRegistry":"eip155:1:0x8004a169fb4a3325136eb29fa0ceb6d2e539a432"},
               {"agentId":[],"agentRegistry":"eip155:1:0x8004a169fb4a3325136eb29fa0ceb6d2e539a432"},
               {"agentId":"5","agentRegistry":"eip155:1:0x8004A169FB4A3325136EB29FA0CEB6D2E539A432"}],
             "supportedTrust":["reputation"]}
            """);
    assertThat(file.name()).isEmpty();
    assertThat(file.image()).isEmpty();
    assertThat(file.active()).isTrue();
    assertThat(file.x402Support()).isTrue();
    assertThat(file.services())
        .containsExactly(
            new AgentService("web", "e", Optional.empty(), List.of("a", "b"), List.of()));
    assertThat(file.registrations())
        .containsExactly(
            new AgentRegistration(KnownRegistries.on(new ChainId(1)).orElseThrow(), AgentId.of(5)));
    assertThat(file.supportedTrust()).containsExactly("reputation");
  }

  @Test
  void everything_is_capped() {
    String service = "{\"name\":\"" + "n".repeat(500) + "\",\"endpoint\":\"e\"},";
    RegistrationFile file =
        read(
            "{\"name\":\""
                + "n".repeat(199)
                + "😀😀\",\"description\":\""
                + "d".repeat(9_000)
                + "\",\"image\":\"https://"
                + "i".repeat(9_000)
                + "\",\"services\":["
                + service.repeat(100)
                + "1]}");
    assertThat(file.name()).isEqualTo("n".repeat(199));
    assertThat(file.description()).hasSize(4_000);
    assertThat(file.image()).isEmpty();
    assertThat(file.services()).hasSize(32);
    assertThat(file.services().getFirst().name()).hasSize(200);
  }

  @Test
  void what_is_no_json_object_is_refused() {
    for (String none :
        List.of(
            "",
            "[]",
            "null",
            "<html>",
            "{\"a\":1,\"a\":2}",
            "[".repeat(100_000),
            "{\"a\":".repeat(100) + "1" + "}".repeat(100))) {
      assertThatThrownBy(() -> read(none)).isInstanceOf(JsonException.class);
    }
    assertThatThrownBy(() -> RegistrationReader.read(new byte[(1 << 20) + 1]))
        .isInstanceOf(JsonException.class);
  }
}
