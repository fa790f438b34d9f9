package org.obol.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.Json;
import org.obol.crypto.JsonReader;

/** JSON-RPC against a real HTTP server that misbehaves. */
final class JsonRpcTest {

  private static final String KEY = "s3cr3t-api-key-0123456789";

  /** What the server does with a request. */
  private interface Behaviour {
    void answer(HttpExchange exchange, Json.Obj request) throws IOException;
  }

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private HttpServer server;
  private JsonRpc rpc;
  private volatile Behaviour behaviour = (exchange, request) -> {};

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            behaviour.answer(
                exchange,
                JsonReader.read(exchange.getRequestBody().readAllBytes(), 1 << 20)
                    .asObject("request"));
          }
        });
    server.start();
    rpc = new JsonRpc(new RpcConfig(uri(), Duration.ofSeconds(5), Duration.ofSeconds(5), 1000));
  }

  @AfterEach
  void stop() {
    rpc.close();
    server.stop(0);
    threads.shutdownNow();
  }

  private URI uri() {
    return URI.create(
        "http://127.0.0.1:" + server.getAddress().getPort() + "/v2/" + KEY + "?key=" + KEY + "x");
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static String id(Json.Obj request) {
    return "\"id\":" + request.requireInteger("id");
  }

  @Test
  void a_result_comes_back_and_the_request_is_json_rpc_2() {
    behaviour =
        (exchange, request) -> {
          assertThat(exchange.getRequestURI()).hasToString("/v2/" + KEY + "?key=" + KEY + "x");
          assertThat(request.requireText("jsonrpc")).isEqualTo("2.0");
          Json echo = request.get("params").orElseThrow();
          send(exchange, 200, "{" + id(request) + ",\"result\":" + echo.text() + "}");
        };
    assertThat(rpc.call("echo", Json.of("a"), Json.of(1)).text()).isEqualTo("[\"a\",1]");
    assertThat(rpc.call("echo").text()).isEqualTo("[]");
  }

  @Test
  void a_null_result_is_a_result() {
    behaviour = (exchange, request) -> send(exchange, 200, "{" + id(request) + ",\"result\":null}");
    assertThat(rpc.call("eth_getTransactionReceipt")).isEqualTo(new Json.Null());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"data\":\"0x08c379a0\"|0x08c379a0",
        "\"data\":\"Reverted 0x08c379a0\"|0x08c379a0",
        "\"data\":{\"data\":\"0x08c379a0\",\"hash\":\"0x\"}|0x08c379a0",
        "\"data\":7|0x",
        "\"data\":\"words\"|0x"
      })
  void an_error_has_code_words_and_revert_data(String data, String expected) {
    behaviour =
        (exchange, request) ->
            // Some nodes send it with a status of 4xx.
            send(
                exchange,
                400,
                "{"
                    + id(request)
                    + ",\"error\":{\"code\":3,\"message\":\"execution reverted\","
                    + data
                    + "}}");
    var error = catchThrowableOfType(RpcErrorException.class, () -> rpc.call("eth_call"));
    assertThat(error.code()).isEqualTo(3);
    assertThat(error.nodeMessage()).isEqualTo("execution reverted");
    assertThat(error.reverted()).contains(new CallResult.Reverted(new HexBytes(expected)));
  }

  @Test
  void words_of_the_node_that_repeat_the_key_are_cut() {
    behaviour =
        (exchange, request) ->
            send(
                exchange,
                200,
                "{"
                    + id(request)
                    + ",\"error\":{\"code\":-32000,\"message\":\"bad key "
                    + KEY
                    + "\\u0007 or "
                    + KEY
                    + "x\"}}");
    var error = catchThrowableOfType(RpcErrorException.class, () -> rpc.call("eth_call"));
    assertThat(error).hasMessageContaining("bad key …? or …").hasMessageNotContaining("s3cr3t");
    assertThat(error.reverted()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 302, 404})
  void a_status_without_json_is_no_answer(int status) {
    behaviour =
        (exchange, request) -> {
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          send(exchange, status, "<html>");
        };
    assertUnavailable("HTTP status " + status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"id\":0,\"result\":1}",
        "{\"id\":\"1\",\"result\":1}",
        "{\"error\":7}",
        "{\"error\":{\"message\":\"x\"}}",
        "{\"id\":1}",
        "{\"id\":1,\"id\":1}"
      })
  void anything_but_an_answer_to_this_request_is_no_answer(String body) {
    behaviour = (exchange, request) -> send(exchange, 200, body);
    assertUnavailable("no usable answer to eth_call");
  }

  @Test
  void an_answer_beyond_the_limit_is_not_read() {
    behaviour =
        (exchange, request) ->
            send(exchange, 200, "{" + id(request) + ",\"result\":\"" + "x".repeat(2000) + "\"}");
    assertUnavailable("longer than the limit");
  }

  @Test
  void a_body_that_never_ends_is_given_up() {
    var done = new CountDownLatch(1);
    behaviour =
        (exchange, request) -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          try {
            done.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    try (var hasty =
        new JsonRpc(new RpcConfig(uri(), Duration.ofSeconds(5), Duration.ofMillis(200), 1000))) {
      assertThatThrownBy(() -> hasty.call("eth_call"))
          .isInstanceOf(RpcUnavailableException.class)
          .hasMessageContaining("within 200 ms");
    } finally {
      done.countDown();
    }
  }

  @Test
  void nobody_there_is_no_answer() {
    server.stop(0);
    assertUnavailable("no connection");
  }

  @Test
  void an_rpc_url_is_http_without_a_user() {
    for (String url : new String[] {"ftp://h/" + KEY, "http:///" + KEY, "http://u:" + KEY + "@h"}) {
      assertThatThrownBy(() -> RpcConfig.of(URI.create(url)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("s3cr3t");
    }
    assertThat(RpcConfig.of(URI.create("https://h.example/v2/" + KEY)))
        .hasToString("https://h.example");
    assertThat(rpc.toString()).doesNotContain("s3cr3t");
  }

  private void assertUnavailable(String words) {
    assertThatThrownBy(() -> rpc.call("eth_call"))
        .isInstanceOf(RpcUnavailableException.class)
        .hasMessageContaining(words)
        .hasMessageContaining("http://127.0.0.1:")
        .hasMessageNotContaining("s3cr3t");
  }
}
