package org.obol.cli.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.cli.CommandLineFixture;
import org.obol.crypto.ObolException;
import org.obol.dataset.DatasetId;
import org.obol.http.EnvironmentProxy;

final class RemoteLogTest {

  private static final EnvironmentProxy DIRECT = new EnvironmentProxy(Map.of());

  private static final Optional<DatasetId> PI = Optional.of(new DatasetId("pi"));

  @TempDir private Path folder;
  private CommandLineFixture obol;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    obol = new CommandLineFixture(folder);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void a_node_that_shows_its_log_is_verified() throws IOException {
    obol.run("dataset", "from", obol.rows("sft.jsonl", 3).toString(), "--name", "pi");
    serve(200, obol.run("dataset", "status", "pi", "--json").out());
    assertThat(obol.run("dataset", "verify", node(), "--id", "pi").out())
        .startsWith("Chain valid: 1 version(s)");
    assertThat(obol.run("dataset", "verify", node() + "/dataset/pi").status()).isZero();
    assertThat(obol.run("dataset", "verify", node()).status()).isEqualTo(2);
  }

  @Test
  void a_node_that_refuses_or_is_not_there_is_told_apart() throws IOException {
    serve(403, "{\"error\":\"not_a_member\"}");
    Path token = obol.file("token", "obol-dataset-mt-secret\n");
    var refused =
        obol.run("dataset", "verify", node(), "--id", "pi", "--token-file", token.toString());
    assertThat(refused.status()).isEqualTo(4);
    assertThat(refused.err()).doesNotContain("secret");
    server.stop(0);
    assertThat(obol.run("dataset", "verify", node(), "--id", "pi").status()).isEqualTo(5);
  }

  @Test
  void a_token_leaves_this_machine_over_https_only() {
    assertThatThrownBy(
            () ->
                RemoteLog.fetch(
                    "http://192.0.2.1", PI, Optional.of("obol-dataset-mt-secret"), DIRECT))
        .isInstanceOf(ObolException.class)
        .hasMessageContaining("over https")
        .hasMessageNotContaining("secret");
  }

  @Test
  void the_address_may_be_of_the_node_the_dataset_or_the_log() {
    assertThat(RemoteLog.logUri("https://a.example/", PI))
        .hasToString("https://a.example/dataset/pi/versions");
    assertThat(RemoteLog.logUri("https://a.example/x/dataset/pi", Optional.empty()))
        .hasToString("https://a.example/x/dataset/pi/versions");
    assertThat(RemoteLog.logUri("https://a.example/dataset/pi/versions", Optional.empty()))
        .hasToString("https://a.example/dataset/pi/versions");
    assertThatThrownBy(() -> RemoteLog.logUri("https://user@a.example", PI))
        .isInstanceOf(ObolException.class);
    assertThatThrownBy(() -> RemoteLog.logUri("https://a b", PI)).isInstanceOf(ObolException.class);
  }

  private void serve(int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/dataset/pi/versions",
        exchange -> {
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private String node() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }
}
