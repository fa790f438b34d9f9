package org.obol.client.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.obol.client.source.MemberToken;
import org.obol.client.source.Patience;
import org.obol.client.source.RateLimit;
import org.obol.client.source.RefusedException;
import org.obol.client.source.Source;
import org.obol.client.source.Wire;
import org.obol.crypto.ObolException;
import org.obol.dataset.DatasetId;

/** The device flow in the reference's JSON dialect. */
final class DeviceJoinTest {

  private static final String CODE =
      "{\"device_code\":\"secret\",\"user_code\":\"ABCD-EFGH\",\"expires_in\":900,\"interval\":0,"
          + "\"verification_uri\":\"https://seller.example/device\"}";
  private static final String PENDING = "{\"status\":\"authorization_pending\"}";
  private static final DatasetId ID = new DatasetId("d");

  private record Answer(int status, String body) {}

  private final Queue<Answer> answers = new ArrayDeque<>();
  private final List<String> bodies = new ArrayList<>();
  private HttpServer server;
  private Patience patience;

  @BeforeEach
  void open() throws IOException {
    patience =
        new Patience(Duration.ofSeconds(5), 1, 3, Duration.ofMillis(1), Duration.ofMillis(5));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          Answer answer = answers.remove();
          byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.status(), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  @Test
  void shows_the_code_and_returns_the_token() {
    answers.addAll(
        List.of(
            new Answer(200, CODE),
            new Answer(200, PENDING),
            new Answer(200, PENDING),
            new Answer(
                200, "{\"status\":\"authorized\",\"token\":\"obol-mt-1\",\"group_id\":\"g\"}")));
    List<DeviceCode> shown = new ArrayList<>();

    MemberToken token = join(shown);

    assertThat(token.reveal()).isEqualTo("obol-mt-1");
    assertThat(shown).singleElement().extracting(DeviceCode::userCode).isEqualTo("ABCD-EFGH");
    assertThat(bodies.getFirst()).isEqualTo("{\"worker\":\"laptop\",\"dataset\":\"d\"}");
    assertThat(bodies.getLast()).isEqualTo("{\"device_code\":\"secret\"}");
  }

  @Test
  void an_expired_code_ends_it() {
    answers.addAll(
        List.of(new Answer(200, CODE), new Answer(410, "{\"error\":\"expired_token\"}")));

    assertThatThrownBy(() -> join(new ArrayList<>())).isInstanceOf(RefusedException.class);
  }

  @Test
  void a_code_that_was_used_ends_it() {
    answers.addAll(
        List.of(new Answer(200, CODE), new Answer(404, "{\"error\":\"invalid_grant\"}")));

    assertThatThrownBy(() -> join(new ArrayList<>()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("invalid_grant");
  }

  @Test
  void a_denial_ends_it() {
    answers.addAll(
        List.of(new Answer(200, CODE), new Answer(403, "{\"error\":\"access_denied\"}")));

    assertThatThrownBy(() -> join(new ArrayList<>()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("access_denied");
  }

  @Test
  void a_busy_moment_does_not_end_it() {
    answers.addAll(
        List.of(
            new Answer(200, CODE),
            new Answer(503, "{}"),
            new Answer(200, "{\"status\":\"authorized\",\"token\":\"t\"}")));

    assertThat(join(new ArrayList<>()).reveal()).isEqualTo("t");
  }

  @Test
  void no_token_is_asked_for_in_the_open() {
    try (Wire wire = wire()) {
      var source = Source.of("http://seller.example", Optional.empty());

      assertThatThrownBy(() -> new DeviceJoin(wire, source, patience).run(ID, "laptop", code -> {}))
          .isInstanceOf(ObolException.class)
          .hasMessageContaining("plain http");
    }
  }

  private MemberToken join(List<DeviceCode> shown) {
    try (Wire wire = wire()) {
      var source = Source.of("http://127.0.0.1:" + server.getAddress().getPort(), Optional.empty());
      return new DeviceJoin(wire, source, patience).run(ID, "laptop", shown::add);
    }
  }

  private Wire wire() {
    return new Wire(patience, new RateLimit(0), false, Optional.empty());
  }
}
