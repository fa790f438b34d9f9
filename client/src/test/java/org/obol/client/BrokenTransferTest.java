package org.obol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.obol.client.source.NetworkException;

/** Security items 21, 23 and 25: what a buyer survives on the way. */
final class BrokenTransferTest extends PurchaseFixture {

  @Test
  void cut_connections_cost_at_most_one_chunk_each() throws IOException {
    var cuts = new AtomicInteger();
    faultDownloads(
        r -> cuts.incrementAndGet() <= 4 ? new Fault.Cut(MIB + 1000L) : new Fault.None());

    buyer.over(2).buy(server);

    assertThat(Files.readAllBytes(out)).isEqualTo(DATA);
    assertThat(server.bodyBytes.get()).isLessThan(DATA.length + 4L * MIB + 100_000);
  }

  @Test
  void a_stalled_connection_is_cut_and_tried_again() throws IOException {
    faultOnce(new Fault.Stall(MIB + 7));

    buyer.buy(server);

    assertThat(Files.readAllBytes(out)).isEqualTo(DATA);
  }

  @Test
  void a_bad_chunk_costs_one_chunk() throws IOException {
    faultOnce(new Fault.Flip(2L * MIB + 5));

    buyer.buy(server);

    assertThat(Files.readAllBytes(out)).isEqualTo(DATA);
    assertThat(server.bodyBytes.get()).isLessThan(DATA.length + MIB + 100_000);
  }

  @Test
  void a_server_without_ranges_is_read_in_one_stream() throws IOException {
    faultDownloads(r -> new Fault.IgnoreRange());

    buyer.buy(server);

    assertThat(Files.readAllBytes(out)).isEqualTo(DATA);
  }

  @Test
  void an_endless_body_is_cut_at_the_signed_size() throws IOException {
    faultOnce(new Fault.Endless());

    buyer.buy(server);

    assertThat(Files.readAllBytes(out)).isEqualTo(DATA);
  }

  @Test
  void a_redirect_within_the_origin_is_followed() throws IOException {
    server.faults =
        r ->
            r.path().startsWith("/dataset/")
                ? new Fault.Answer(307, "Location: /x" + r.path() + "?" + r.query() + "\r\n", "")
                : new Fault.None();

    buyer.buy(server);

    assertThat(Files.readAllBytes(out)).isEqualTo(DATA);
  }

  @Test
  void busy_servers_are_given_time() throws IOException {
    var count = new AtomicInteger();
    server.faults =
        r ->
            count.incrementAndGet() % 2 == 1
                ? new Fault.Answer(count.get() % 4 == 1 ? 503 : 429, "Retry-After: 0\r\n", "")
                : new Fault.None();

    buyer.buy(server);

    assertThat(Files.readAllBytes(out)).isEqualTo(DATA);
  }

  @Test
  void a_server_that_stays_away_ends_in_words_that_say_how_to_go_on() {
    faultDownloads(r -> new Fault.Answer(503, "", "{\"error\":\"draining\",\"message\":\"m\"}"));

    assertThatThrownBy(() -> buyer.buy(server))
        .isInstanceOf(NetworkException.class)
        .hasMessageContaining("draining")
        .hasMessageContaining("run the same command again to resume");
  }

  @Test
  void a_lying_mirror_costs_a_warning() throws IOException {
    try (var mirror = new FaultyServer(server.shop)) {
      mirror.faults = r -> r.isDownload() ? new Fault.Flip(17) : new Fault.None();

      BuyResult result = buyer.buy(server, mirror);

      assertThat(Files.readAllBytes(out)).isEqualTo(DATA);
      assertThat(result.version()).isEqualTo(1);
    }
  }

  @Test
  void mirrors_go_on_when_the_primary_has_no_bytes() throws IOException {
    try (var mirror = new FaultyServer(server.shop)) {
      faultDownloads(r -> new Fault.Answer(404, "", "{\"error\":\"artifact_missing\"}"));

      BuyResult result = buyer.buy(server, mirror);

      assertThat(Files.readAllBytes(out)).isEqualTo(DATA);
      assertThat(result.warnings()).anyMatch(w -> w.contains("artifact_missing"));
    }
  }
}
