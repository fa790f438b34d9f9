package org.obol.x402.facilitator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.obol.crypto.Json;
import org.obol.x402.Captures;
import org.obol.x402.Chain;
import org.obol.x402.exact.ExactSigner;
import org.obol.x402.wire.PaymentPayload;
import org.obol.x402.wire.SettleResponse;
import org.obol.x402.wire.SettleResponse.Outcome;
import org.obol.x402.wire.VerifyResponse;

/** Facilitators that answer all kinds of things, or nothing. */
final class HttpFacilitatorTest {

  private static final String HASH = "0x" + "ab".repeat(32);
  private static final PaymentPayload PAYMENT =
      new ExactSigner(Captures.PAYER).pay(Chain.offer(1), Optional.empty(), Json.object().build());

  private record Reply(int status, String body, Map<String, String> headers) {}

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch done = new CountDownLatch(1);
  private final Deque<Reply> replies = new ArrayDeque<>();
  private final List<String> seen = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            seen.add(
                exchange.getRequestMethod()
                    + " "
                    + exchange.getRequestURI()
                    + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            Reply reply = replies.poll();
            if (reply == null) {
              await();
              return;
            }
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    done.countDown();
    server.stop(0);
    threads.close();
  }

  @Test
  void a_refusal_is_a_refusal_with_any_status() {
    for (int status : new int[] {200, 400, 412, 500}) {
      replies.add(reply(status, "{\"isValid\":false,\"invalidReason\":\"invalid_signature\"}"));
      VerifyResponse response = verify();
      assertThat(response)
          .isInstanceOfSatisfying(
              VerifyResponse.Invalid.class,
              invalid -> {
                assertThat(invalid.reason().code()).isEqualTo("invalid_signature");
                assertThat(invalid.reason().is("invalid_exact_evm_signature")).isTrue();
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "[]", "{}", "{\"isValid\":\"yes\"}", "{\"success\":true}"})
  void nonsense_is_no_verdict(String body) {
    replies.add(reply(200, body));
    assertThatThrownBy(this::verify).isInstanceOf(FacilitatorUnavailableException.class);
  }

  @Test
  void a_yes_with_the_status_of_a_failure_is_no_verdict() {
    replies.add(reply(502, "{\"isValid\":true}"));
    assertThatThrownBy(this::verify).isInstanceOf(FacilitatorUnavailableException.class);
  }

  @Test
  void a_whole_success_is_settled() {
    replies.add(reply(200, success(HASH, "eip155:84532")));
    assertThat(settle()).isEqualTo(new Outcome.Settled(HASH));
    // Some leave the network out, some still write its short name.
    replies.add(reply(200, success(HASH, "")));
    assertThat(settle()).isEqualTo(new Outcome.Settled(HASH));
    replies.add(reply(200, success(HASH, "base-sepolia")));
    assertThat(settle()).isEqualTo(new Outcome.Settled(HASH));
  }

  @Test
  void half_a_success_is_pending() {
    replies.add(reply(200, success("", "eip155:84532")));
    assertThat(settle()).isEqualTo(new Outcome.Pending(Optional.empty()));
    replies.add(reply(200, success(HASH, "eip155:1")));
    assertThat(settle()).isEqualTo(new Outcome.Pending(Optional.of(HASH)));
    replies.add(reply(500, success(HASH, "eip155:84532")));
    assertThat(settle()).isEqualTo(new Outcome.Pending(Optional.of(HASH)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>Bad Gateway</html>",
        "{}",
        "{\"success\":\"maybe\"}",
        "{\"success\":false}",
        "{\"success\":false,\"errorReason\":\"unexpected_error\"}",
        "{\"success\":false,\"errorReason\":\"settlement_pending\"}"
      })
  void anything_unclear_after_settle_was_sent_is_pending(String body) {
    for (int status : new int[] {200, 302, 404, 429, 500, 504}) {
      replies.add(reply(status, body));
      assertThat(settle()).isEqualTo(new Outcome.Pending(Optional.empty()));
    }
  }

  @Test
  void a_clear_failure_is_one() {
    replies.add(
        reply(
            500,
            "{\"success\":false,\"errorReason\":\"insufficient_funds\",\"transaction\":\"\"}"));
    assertThat(settle())
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.reason().is("invalid_exact_evm_insufficient_balance")).isTrue());
  }

  @Test
  void no_answer_in_time_is_pending_and_a_verdict_does_not_wait_long() {
    try (HttpFacilitator hasty =
        facilitator(config().within(Duration.ofMillis(50), Duration.ofMillis(50)))) {
      assertThat(hasty.settle(PAYMENT, PAYMENT.accepted()).outcome())
          .isEqualTo(new Outcome.Pending(Optional.empty()));
      assertThatThrownBy(() -> hasty.verify(PAYMENT, PAYMENT.accepted()))
          .isInstanceOf(FacilitatorUnavailableException.class)
          .hasMessageContaining("50 ms");
    }
  }

  @Test
  void an_endless_answer_is_cut_off() {
    replies.add(reply(200, " ".repeat(2 << 20) + success(HASH, "")));
    assertThat(settle()).isEqualTo(new Outcome.Pending(Optional.empty()));
  }

  @Test
  void who_cannot_be_reached_has_settled_nothing() throws IOException {
    int closed;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    var config =
        HttpFacilitatorConfig.of(URI.create("http://127.0.0.1:" + closed + "/key-4711secret/"));
    try (HttpFacilitator nobody = facilitator(config)) {
      assertThat(nobody.settle(PAYMENT, PAYMENT.accepted()).outcome())
          .isInstanceOf(Outcome.Failed.class);
      assertThatThrownBy(nobody::supported)
          .isInstanceOf(FacilitatorUnavailableException.class)
          .hasMessageContaining("127.0.0.1")
          .hasMessageNotContaining("secret");
      assertThat(nobody.toString()).doesNotContain("secret");
    }
  }

  @Test
  void supported_is_asked_again_when_there_are_too_many_requests() {
    replies.add(new Reply(429, "", Map.of("Retry-After", "7")));
    replies.add(new Reply(429, "", Map.of("Retry-After", "Thu, 01 Jan 2026 00:00:05 GMT")));
    replies.add(new Reply(429, "", Map.of("Retry-After", "86400")));
    replies.add(reply(200, "{\"kinds\":[]}"));
    try (HttpFacilitator facilitator = facilitator(config())) {
      assertThat(facilitator.supported().kinds()).isEmpty();
    }
    assertThat(pauses)
        .containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(5), Duration.ofSeconds(30));
  }

  @Test
  void supported_is_not_asked_for_ever() {
    for (int i = 0; i < 5; i++) {
      replies.add(reply(429, ""));
    }
    try (HttpFacilitator facilitator = facilitator(config())) {
      assertThatThrownBy(facilitator::supported).hasMessageContaining("429");
    }
    assertThat(pauses)
        .containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
    assertThat(seen).hasSize(4);
  }

  @Test
  void redirects_are_not_followed_and_headers_authenticate_each_request() {
    replies.add(new Reply(307, "", Map.of("Location", "/elsewhere")));
    var config =
        config().authenticatedBy((method, url) -> Map.of("Authorization", method + url.getPath()));
    try (HttpFacilitator facilitator = facilitator(config)) {
      assertThat(facilitator.settle(PAYMENT, PAYMENT.accepted()).outcome())
          .isEqualTo(new Outcome.Pending(Optional.empty()));
    }
    assertThat(seen).containsExactly("POST /base/settle POST/base/settle");
  }

  @Test
  void an_url_that_could_leak_or_is_none_is_refused_without_repeating_it() {
    for (String url :
        List.of("ftp://host", "http://user:secret@host/", "https://host/?key=secret", "x")) {
      assertThatThrownBy(() -> HttpFacilitatorConfig.of(URI.create(url)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("secret");
    }
  }

  private VerifyResponse verify() {
    try (HttpFacilitator facilitator = facilitator(config())) {
      return facilitator.verify(PAYMENT, PAYMENT.accepted());
    }
  }

  private Outcome settle() {
    try (HttpFacilitator facilitator = facilitator(config())) {
      SettleResponse response = facilitator.settle(PAYMENT, PAYMENT.accepted());
      return response.outcome();
    }
  }

  private HttpFacilitatorConfig config() {
    return HttpFacilitatorConfig.of(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/base/"));
  }

  private HttpFacilitator facilitator(HttpFacilitatorConfig config) {
    return new HttpFacilitator(
        config,
        HttpClient.newBuilder(),
        InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z")),
        pauses::add);
  }

  private static Reply reply(int status, String body) {
    return new Reply(status, body, Map.of());
  }

  private static String success(String transaction, String network) {
    return "{\"success\":true,\"transaction\":\""
        + transaction
        + "\",\"network\":\""
        + network
        + "\"}";
  }

  private void await() {
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
