package org.obol.discovery.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.obol.discovery.registry.RegistrationFetch.Content;
import org.obol.discovery.registry.RegistrationFetch.Failed;
import org.obol.discovery.registry.RegistrationFetch.Tie;
import org.obol.discovery.registry.RegistrationFetch.Unchanged;
import org.obol.http.EnvironmentProxy;
import org.obol.http.GuardedClient;
import org.obol.http.GuardedClient.Reach;
import org.obol.http.Headers;
import org.obol.http.HttpEngine;
import org.obol.http.HttpReply;
import org.obol.http.HttpRequest;
import org.obol.http.RunningServer;
import org.obol.http.ServerConfig;
import org.obol.http.VertxEngine;

/** Hosts that do their worst. */
@Timeout(60)
final class RegistrationFetchTest {

  private static final byte[] FILE = "{\"name\":\"a\"}".getBytes(StandardCharsets.UTF_8);

  /**
   * The identifiers of {@link #FILE}: its own bytes, and the block around them in both versions.
   */
  private static final String CID = "bafkreigz24m3e5eawvonjemaedtuoptrn3jvnhek3l7je3hzwefu7dxqmq";

  private static final String BLOCK = "bafybeiglnghrzy6cl64pkp3dnsjhqee5slupq4wtq6et4xj5fzs5p43btu";
  private static final String OLD_BLOCK = "Qmc2gq3SbdhzJzBvjWUED2WDpsvuaNtQqNb3Qvqc1xZmUY";

  /** Of other bytes. */
  private static final String OTHER = "bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4";

  private static final String OTHER_BLOCK = "QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o";

  private final BlockingQueue<HttpRequest> seen = new LinkedBlockingQueue<>();
  private final HttpEngine engine = new VertxEngine();
  private final RunningServer server = engine.start(ServerConfig.loopback(), this::answer);
  private final RunningServer other = engine.start(ServerConfig.loopback(), this::answer);
  private final GuardedClient client = new GuardedClient(new EnvironmentProxy(Map.of()));

  @AfterEach
  void close() {
    client.close();
    engine.close();
  }

  private HttpReply answer(HttpRequest request) {
    seen.add(request);
    return switch (request.path()) {
      case "/file" ->
          request.header("If-None-Match").equals(Optional.of("\"1\""))
              ? HttpReply.empty(304, Headers.NONE)
              : new HttpReply.Bytes(200, Headers.of("ETag", "\"1\""), FILE);
      case "/large" -> new HttpReply.Bytes(200, Headers.NONE, new byte[(1 << 20) + 1]);
      case "/here" -> HttpReply.empty(302, Headers.of("Location", "/file"));
      case "/there" -> HttpReply.empty(302, Headers.of("Location", url(other, "/file")));
      case String path when path.startsWith("/ipfs/") ->
          new HttpReply.Bytes(200, Headers.NONE, FILE);
      default -> HttpReply.empty(404, Headers.NONE);
    };
  }

  private static String url(RunningServer server, String path) {
    return "http://127.0.0.1:" + server.port() + path;
  }

  private RegistrationFetch.Outcome fetch(Reach reach, String uri) {
    var gateway = Optional.of(URI.create(url(server, "/")));
    return new RegistrationFetch(client, reach, gateway)
        .fetch(AgentUri.parse(uri), Optional.empty());
  }

  private RegistrationFetch.Outcome fetch(String path) {
    return fetch(Reach.ANY, url(server, path));
  }

  private static String why(RegistrationFetch.Outcome outcome) {
    assertThat(outcome).isInstanceOf(Failed.class);
    return ((Failed) outcome).why();
  }

  @Test
  void a_file_is_had_and_asked_for_by_its_tag_the_next_time() {
    Content content = (Content) fetch("/file");
    assertThat(content.bytes()).isEqualTo(FILE);
    var again = new RegistrationFetch(client, Reach.ANY, Optional.empty());
    assertThat(again.fetch(AgentUri.parse(url(server, "/file")), content.tag()))
        .isInstanceOf(Unchanged.class);
    assertThat(((Content) fetch("/here")).bytes()).isEqualTo(FILE);
  }

  @Test
  void private_addresses_are_asked_for_a_local_chain_only() {
    seen.clear();
    String port = ":" + server.port() + "/file";
    for (String host :
        new String[] {
          "127.0.0.1",
          "localhost",
          "[::1]",
          "0.0.0.0",
          "2130706433",
          "10.0.0.1",
          "169.254.169.254",
          "192.168.0.1",
          "[::ffff:127.0.0.1]",
          "[fe80::1]",
          "[fd00::1]"
        }) {
      RegistrationFetch.Outcome outcome = fetch(Reach.PUBLIC_ONLY, "https://" + host + port);
      assertThat(why(outcome))
          .as(host)
          .isIn("its address is not on the public internet", "it cannot be reached");
    }
    assertThat(why(fetch(Reach.PUBLIC_ONLY, "http://node.example/a")))
        .isEqualTo("the address is not https");
    assertThat(seen).isEmpty();
  }

  @Test
  void a_redirect_elsewhere_is_not_followed() {
    assertThat(why(fetch("/there"))).isEqualTo("it redirects to another origin, or for ever");
    assertThat(seen).hasSize(1);
  }

  @Test
  void a_failure_says_what_and_names_no_address() {
    assertThat(why(fetch("/nothing"))).isEqualTo("HTTP status 404");
    assertThat(why(fetch("/large"))).isEqualTo("it is larger than 1 MiB");
    int port = other.port();
    other.close();
    assertThat(why(fetch(Reach.ANY, "http://127.0.0.1:" + port + "/")))
        .isEqualTo("it cannot be reached");
  }

  @Test
  void a_file_without_end_is_cut_off() throws Exception {
    // 100 MB are announced; the writer notices when nobody reads any more.
    try (var hostile = new HostileHost("Content-Length: 100000000", new byte[1 << 16], 0)) {
      assertThat(why(fetch(Reach.ANY, hostile.url()))).isEqualTo("it is larger than 1 MiB");
      assertThat(hostile.over.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(hostile.sent).hasValueLessThan(50_000_000);
    }
  }

  @Test
  void a_slow_drip_is_cut_off() throws Exception {
    try (var hostile = new HostileHost("Content-Length: 1000000", new byte[1], 100)) {
      assertThat(why(fetch(Reach.ANY, hostile.url()))).isEqualTo("it did not answer within 10 s");
      assertThat(hostile.over.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void ipfs_goes_through_the_gateway_or_not_at_all() {
    assertThat(((Content) fetch(Reach.PUBLIC_ONLY, "ipfs://" + CID)).bytes()).isEqualTo(FILE);
    var without = new RegistrationFetch(client, Reach.ANY, Optional.empty());
    assertThat(why(without.fetch(AgentUri.parse("ipfs://" + CID), Optional.empty())))
        .isEqualTo("no gateway to IPFS is configured");
  }

  private Tie tie(String path) {
    return ((Content) fetch(Reach.PUBLIC_ONLY, "ipfs://" + path)).tie();
  }

  @Test
  void what_a_gateway_answers_is_held_against_the_hash() {
    assertThat(List.of(tie(CID), tie(BLOCK), tie(OLD_BLOCK))).containsOnly(Tie.HASH);
    assertThat(why(fetch(Reach.ANY, "ipfs://" + OTHER)))
        .as("a lying gateway")
        .isEqualTo("the gateway's answer is not the file of that hash");
  }

  @Test
  void a_gateway_is_taken_at_its_word_where_nothing_can_be_checked_and_that_is_said() {
    String sha512 = "bafkrgqg" + "a".repeat(103);
    assertThat(List.of(tie(OTHER_BLOCK), tie(CID + "/file.json"), tie(sha512)))
        .containsOnly(Tie.GATEWAY);
    assertThat(((Content) fetch("/file")).tie()).isEqualTo(Tie.ADDRESS);
    assertThat(((Content) fetch(Reach.ANY, "data:,{}")).tie()).isEqualTo(Tie.INLINE);
  }

  /** Sends the same piece again and again until it is cut off. */
  private static final class HostileHost implements AutoCloseable {

    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicLong sent = new AtomicLong();

    private HostileHost(String header, byte[] piece, long pauseMillis) throws IOException {
      Thread.ofVirtual().start(() -> serve(header, piece, pauseMillis));
    }

    private String url() {
      return "http://127.0.0.1:" + listening.getLocalPort() + "/";
    }

    private void serve(String header, byte[] piece, long pauseMillis) {
      try (Socket socket = listening.accept()) {
        OutputStream out = socket.getOutputStream();
        out.write(
            ("HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        // The latch is never released early: it only paces.
        while (!over.await(pauseMillis, TimeUnit.MILLISECONDS)) {
          out.write(piece);
          out.flush();
          sent.addAndGet(piece.length);
        }
      } catch (IOException | InterruptedException cutOff) {
        over.countDown();
      }
    }

    @Override
    public void close() throws IOException {
      listening.close();
      over.countDown();
    }
  }
}
