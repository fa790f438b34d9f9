package org.obol.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.obol.http.GuardedClient.Call;
import org.obol.http.GuardedClient.Reach;

@Timeout(30)
class GuardedClientTest {

  private final BlockingQueue<HttpRequest> seen = new LinkedBlockingQueue<>();
  private final CountDownLatch never = new CountDownLatch(1);
  private final HttpEngine engine = new VertxEngine();
  private final RunningServer other = engine.start(ServerConfig.loopback(), this::answer);
  private final RunningServer server = engine.start(ServerConfig.loopback(), this::answer);
  private final GuardedClient client = new GuardedClient(new EnvironmentProxy(Map.of()));

  @AfterEach
  void close() {
    never.countDown();
    client.close();
    engine.close();
  }

  private HttpReply answer(HttpRequest request) throws InterruptedException {
    seen.add(request);
    return switch (request.path()) {
      case "/redirect" ->
          HttpReply.empty(
              Integer.parseInt(request.param("status").orElse("302")),
              Headers.of("Location", request.param("to").orElseThrow()));
      case "/never" -> {
        never.await();
        yield HttpReply.empty(204, Headers.NONE);
      }
      case "/big" -> new HttpReply.Bytes(200, Headers.NONE, new byte[1001]);
      default -> new HttpReply.Bytes(200, Headers.of("X-A", "b"), request.body());
    };
  }

  private URI uri(RunningServer to, String path) {
    return URI.create("http://127.0.0.1:" + to.port() + path);
  }

  private Call get(String path) {
    return Call.get(uri(server, path), Reach.ANY);
  }

  private static void assertFails(HttpFailure.Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            HttpFailure.class, failure -> assertThat(failure.reason()).isEqualTo(reason));
  }

  @Test
  void jsonGoesThereAndBack() {
    byte[] json = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);
    var answer = client.send(Call.post(uri(server, "/echo"), Reach.ANY, json).with("X-B", "c"));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(json);
    assertThat(answer.headers().first("x-a")).contains("b");
    assertThat(seen.element().header("Content-Type")).contains("application/json");
    assertThat(seen.element().header("X-B")).contains("c");
  }

  @Test
  void anAnswerOverTheCapIsNotRead() {
    var call = get("/big");
    assertThat(client.send(call.within(1001, Duration.ofSeconds(9))).body()).hasSize(1001);
    assertFails(
        HttpFailure.Reason.TOO_LARGE, () -> client.send(call.within(1000, Duration.ofSeconds(9))));
  }

  @Test
  void timeIsForEverythingTogether() {
    assertFails(
        HttpFailure.Reason.TIMEOUT,
        () -> client.send(get("/never").within(10, Duration.ofMillis(200))));
    assertThatThrownBy(() -> get("/").within(10, Duration.ofSeconds(60)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aClosedPortIsUnreachable() {
    int port = other.port();
    other.close();
    var call = Call.get(URI.create("http://127.0.0.1:" + port), Reach.ANY);
    assertFails(HttpFailure.Reason.UNREACHABLE, () -> client.send(call));
    assertThatThrownBy(() -> client.send(call))
        .hasMessageContaining("could not be asked: nothing listens there")
        .hasMessageNotContaining("Exception");
  }

  @Test
  void aRedirectOnTheSameOriginKeepsTheToken() throws Exception {
    var answer = client.send(get("/redirect?to=/there").with("Authorization", "Bearer t"));
    assertThat(answer.uri()).isEqualTo(uri(server, "/there"));
    seen.take();
    assertThat(seen.take().header("Authorization")).contains("Bearer t");
  }

  @Test
  void aRedirectToAnotherOriginIsRefusedOrLosesEveryHeader() throws Exception {
    var call = get("/redirect?to=" + uri(other, "/there")).with("Authorization", "Bearer t");
    assertFails(HttpFailure.Reason.REDIRECT, () -> client.send(call));
    seen.clear();
    client.send(call.with("Cookie", "c").with("Obol-Claim", "d").anywhere());
    seen.take();
    HttpRequest arrived = seen.take();
    assertThat(arrived.path()).isEqualTo("/there");
    assertThat(arrived.header("Authorization")).isEmpty();
    assertThat(arrived.header("Cookie")).isEmpty();
    assertThat(arrived.header("Obol-Claim")).isEmpty();
  }

  @Test
  void aPostIsNeverRepeatedElsewhere() throws Exception {
    byte[] json = {'1'};
    URI away = uri(server, "/redirect?status=307&to=" + uri(other, "/there"));
    assertFails(
        HttpFailure.Reason.REDIRECT,
        () -> client.send(Call.post(away, Reach.ANY, json).anywhere()));
    seen.clear();
    client.send(Call.post(uri(server, "/redirect?status=307&to=/x"), Reach.ANY, json));
    seen.take();
    assertThat(seen.take().method()).isEqualTo("POST");
    client.send(Call.post(uri(server, "/redirect?status=303&to=/x"), Reach.ANY, json));
    seen.take();
    assertThat(seen.take().method()).isEqualTo("GET");
  }

  @Test
  void redirectsEnd() {
    assertFails(HttpFailure.Reason.REDIRECT, () -> client.send(loop()));
    assertFails(HttpFailure.Reason.REDIRECT, () -> client.send(get("/redirect?to=http://[")));
    assertFails(
        HttpFailure.Reason.REDIRECT, () -> client.send(get("/redirect?to=file:///etc/passwd")));
  }

  private Call loop() {
    RunningServer looping =
        engine.start(
            ServerConfig.loopback(),
            request -> HttpReply.empty(302, Headers.of("Location", "/again")));
    return Call.get(uri(looping, "/"), Reach.ANY);
  }

  @Test
  void addressesThatAreNotPublicAreRefused() {
    for (String host :
        new String[] {
          "127.0.0.1",
          "127.1",
          "2130706433",
          "localhost",
          "0.0.0.0",
          "10.1.2.3",
          "172.31.255.255",
          "192.168.1.1",
          "169.254.169.254",
          "100.64.0.1",
          "224.0.0.1",
          "255.255.255.255",
          "[::1]",
          "[::]",
          "[::ffff:127.0.0.1]",
          "[::ffff:a00:1]",
          "[::127.0.0.1]",
          "[64:ff9b::7f00:1]",
          "[2002:7f00:1::]",
          "[fe80::1]",
          "[fd00::1]",
          "[ff02::1]",
        }) {
      var call = Call.get(URI.create("http://" + host + ":" + server.port()), Reach.PUBLIC_ONLY);
      assertThatThrownBy(() -> client.send(call))
          .as(host)
          .isInstanceOfSatisfying(
              HttpFailure.class,
              f -> assertThat(f.reason()).isEqualTo(HttpFailure.Reason.FORBIDDEN_ADDRESS));
    }
    assertThat(seen).isEmpty();
  }

  @Test
  void publicAddressesAreNotRefused() {
    for (String address :
        new String[] {"8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1", "2a00::1"}) {
      assertThat(PublicAddresses.contains(InetAddress.ofLiteral(address))).as(address).isTrue();
    }
  }

  @Test
  void whatIsNoWebAddressIsRefused() {
    for (String uri : new String[] {"ftp://x/", "file:///etc/passwd", "http://u:p@x/", "/x"}) {
      assertFails(
          HttpFailure.Reason.FORBIDDEN_ADDRESS,
          () -> client.send(Call.get(URI.create(uri), Reach.ANY)));
    }
  }

  @Test
  void aRedirectToAPrivateAddressIsRefusedOnTheWay() {
    var proxy = new EnvironmentProxy(Map.of("http_proxy", "http://127.0.0.1:" + server.port()));
    try (GuardedClient proxied = new GuardedClient(proxy)) {
      String away = "http://name.invalid/redirect?to=";
      var plain = Call.get(URI.create("http://name.invalid/x"), Reach.PUBLIC_ONLY);
      assertThat(proxied.send(plain).status()).isEqualTo(200);
      seen.clear();
      var call = Call.get(URI.create(away + uri(other, "/secret")), Reach.PUBLIC_ONLY).anywhere();
      assertFails(HttpFailure.Reason.FORBIDDEN_ADDRESS, () -> proxied.send(call));
      assertThat(seen).hasSize(1);
    }
    var direct = Call.get(URI.create("http://name.invalid/x"), Reach.PUBLIC_ONLY);
    assertFails(HttpFailure.Reason.UNREACHABLE, () -> client.send(direct));
  }
}
