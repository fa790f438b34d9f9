package org.obol.discovery.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where registration files are. */
final class AgentUriTest {

  private static String inline(String uri) {
    return new String(((AgentUri.Inline) AgentUri.parse(uri)).content(), StandardCharsets.UTF_8);
  }

  @Test
  void a_data_uri_is_read_however_it_is_written() {
    String json = "{\"name\":\"ü+%\"}";
    String base64 = Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    for (String uri :
        List.of(
            "data:application/json;base64," + base64,
            "DATA:Application/JSON;charset=utf-8;BASE64," + base64,
            "data:;base64," + base64.replace("=", "%3D").replace("+", "%2B"),
            "data:;base64," + base64.replace("=", ""),
            "data:;base64," + base64.replace('+', '-').replace('/', '_'),
            "data:;base64," + base64.substring(0, 4) + "\n " + base64.substring(4),
            "data:application/json," + json,
            "data:application/json,%7B%22name%22%3A%22%C3%BC%2B%25%22%7D",
            "data:," + json)) {
      assertThat(inline(uri)).as(uri).isEqualTo(json);
    }
  }

  @Test
  void a_data_uri_that_is_broken_or_too_long_is_refused() {
    for (String uri :
        List.of(
            "data:application/json",
            "data:;base64,****",
            "data:," + "x".repeat((1 << 20) + 1),
            "data:," + "%41".repeat(2 << 20))) {
      assertThatThrownBy(() -> AgentUri.parse(uri)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void addresses_of_the_web_and_of_ipfs() {
    assertThat(AgentUri.parse("HTTPS://node.example/a?b=c")).isInstanceOf(AgentUri.Web.class);
    String cid = "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy";
    assertThat(AgentUri.parse("ipfs://" + cid)).isEqualTo(new AgentUri.Ipfs(cid));
    assertThat(AgentUri.parse("IPFS://ipfs/" + cid + "/a.json"))
        .isEqualTo(new AgentUri.Ipfs(cid + "/a.json"));
  }

  @Test
  void anything_else_is_refused() {
    for (String uri :
        List.of(
            "",
            "file:///etc/passwd",
            "gopher://x",
            "https://",
            "https://a b",
            "https:/a",
            "javascript:alert(1)",
            "ipfs://bafy-two",
            "ipfs://bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy/../../admin",
            "ipfs://bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy?x=y",
            "https://a/" + "x".repeat(3_000))) {
      assertThatThrownBy(() -> AgentUri.parse(uri))
          .as(uri)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
