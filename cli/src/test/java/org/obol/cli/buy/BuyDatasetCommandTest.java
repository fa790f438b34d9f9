package org.obol.cli.buy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.cli.CommandLineFixture;
import org.obol.cli.CommandLineFixture.Ran;
import org.obol.crypto.JsonReader;

/** What a buyer reads who mistypes, is refused, or waits for the owner. */
final class BuyDatasetCommandTest {

  @TempDir private Path folder;
  private CommandLineFixture obol;
  private HttpServer server;

  @BeforeEach
  void open() throws IOException {
    obol = new CommandLineFixture(folder);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(String path, int status, String json) {
    server.createContext(
        path,
        exchange -> {
          byte[] body = json.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  @Test
  void machines_are_shown_the_device_code_while_they_wait() {
    answer(
        "/auth/device/code",
        200,
        "{\"device_code\":\"secret-device-code\",\"user_code\":\"WDJB-MJHT\",\"interval\":0}");
    answer("/auth/device/token", 200, "{\"status\":\"access_denied\"}");

    Ran ran = obol.run("buy", "dataset", url(), "--id", "pi", "--device", "--json");

    assertThat(ran.status()).as(ran.err()).isEqualTo(4);
    var event = JsonReader.read(ran.err().lines().findFirst().orElseThrow()).asObject("an event");
    assertThat(event.requireText("event")).isEqualTo("device_code");
    assertThat(event.requireText("userCode")).isEqualTo("WDJB-MJHT");
    assertThat(ran.out() + ran.err()).doesNotContain("secret-device-code");
  }

  @ParameterizedTest
  @CsvSource({
    "401, auth_required, --device",
    "403, version_not_entitled, --version N",
  })
  void who_is_refused_is_told_what_else_there_is(int status, String code, String next) {
    answer("/", status, "{\"error\":\"" + code + "\",\"message\":\"no\"}");

    Ran ran = obol.run("buy", "dataset", url(), "--id", "pi");

    assertThat(ran.status()).isNotZero();
    assertThat(ran.err()).contains(code, next);
  }

  @Test
  void a_price_below_zero_is_a_usage_error() {
    Ran ran = obol.run("buy", "dataset", url(), "--id", "pi", "--join", "--max-price", "-1");

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("--max-price -1 is below zero");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "localhost:8080", "https://", "ftp://host", "a b"})
  void what_is_no_url_is_a_usage_error_that_shows_one(String url) {
    Ran ran = obol.run("buy", "dataset", url, "--id", "pi");

    assertThat(ran.status()).isEqualTo(2);
    assertThat(ran.err()).contains("https://data.example.org").doesNotContain("null");
    Ran mirror = obol.run("buy", "dataset", url(), "--id", "pi", "--mirror", url);
    assertThat(mirror.status()).isEqualTo(2);
    assertThat(mirror.err()).contains("https://data.example.org");
  }
}
