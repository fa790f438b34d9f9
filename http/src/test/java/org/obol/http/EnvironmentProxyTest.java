package org.obol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Proxy;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentProxyTest {

  private static String proxy(Map<String, String> environment, String uri) {
    return new EnvironmentProxy(environment)
        .proxyFor(URI.create(uri))
        .map(at -> at.getHostString() + ":" + at.getPort())
        .orElse("direct");
  }

  @Test
  void eachSchemeHasItsVariableAndLowerCaseWins() {
    Map<String, String> environment =
        Map.of("HTTPS_PROXY", "http://s:1", "HTTP_PROXY", "http://upper:2", "http_proxy", "p:3");
    assertThat(proxy(environment, "https://example.org/")).isEqualTo("s:1");
    assertThat(proxy(environment, "http://example.org/")).isEqualTo("p:3");
    assertThat(proxy(environment, "ftp://example.org/")).isEqualTo("direct");
    assertThat(proxy(Map.of("https_proxy", " "), "https://example.org/")).isEqualTo("direct");
    assertThat(proxy(Map.of("https_proxy", "http://p/"), "https://example.org/")).isEqualTo("p:80");
    assertThat(proxy(Map.of("https_proxy", "http://[::2]:5"), "https://a.b/")).isEqualTo("::2:5");
  }

  @Test
  void exemptionsFollowTheUsualRules() {
    Map<String, String> environment =
        Map.of(
            "HTTPS_PROXY", "http://p:1",
            "NO_PROXY",
                "example.org, .corp.test *.lab.test,10.0.0.0/8,192.0.2.7,port.test:444,[::9]");
    for (String direct :
        new String[] {
          "example.org",
          "EXAMPLE.org",
          "a.example.org",
          "x.corp.test",
          "y.lab.test",
          "10.9.9.9",
          "192.0.2.7",
          "port.test:444",
          "localhost",
          "127.0.0.1",
          "[::1]"
        }) {
      assertThat(proxy(environment, "https://" + direct + "/")).as(direct).isEqualTo("direct");
    }
    for (String proxied :
        new String[] {
          "notexample.org", "example.org.evil.test", "11.0.0.1", "port.test", "192.0.2.8"
        }) {
      assertThat(proxy(environment, "https://" + proxied + "/")).as(proxied).isEqualTo("p:1");
    }
    assertThat(proxy(Map.of("https_proxy", "p:1", "no_proxy", "*"), "https://a.b/"))
        .isEqualTo("direct");
  }

  @Test
  void theSelectorAnswersForTheJdk() {
    var selector = new EnvironmentProxy(Map.of("https_proxy", "http://p:1"));
    assertThat(selector.select(URI.create("http://a.b/"))).containsExactly(Proxy.NO_PROXY);
    assertThat(selector.select(URI.create("https://a.b/")).getFirst().address())
        .hasToString("p/<unresolved>:1");
  }

  @Test
  void aVariableWithoutAHostIsAFailureThatNamesIt() {
    assertThatThrownBy(() -> proxy(Map.of("https_proxy", "http://"), "https://a.b/"))
        .isInstanceOf(HttpFailure.class)
        .hasMessageContaining("HTTPS_PROXY");
  }
}
