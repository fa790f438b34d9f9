package org.obol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.crypto.PrivateKey;
import org.obol.dataset.VerificationException;

/** Security items 12, 13 and 15: what a buyer saw cannot be taken back. */
final class PinnedLogTest {

  private static final byte[] ONE = Shop.lines(1, 3000);
  private static final byte[] TWO = Shop.lines(2, 3000);
  private static final PrivateKey STRANGER = PrivateKey.ofHex("11".repeat(32));

  @TempDir Path dir;
  private Path out;
  private FaultyServer server;
  private Buyer buyer;

  @BeforeEach
  void open() throws IOException {
    out = dir.resolve("data.jsonl");
    server = new FaultyServer(Shop.with(ONE).publish(TWO));
    buyer = new Buyer(out).forced();
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void a_truncated_log_is_a_rollback() {
    buyer.buy(server);
    server.shop = Shop.with(ONE);

    refused("rollback");
  }

  @Test
  void a_truncated_log_at_another_address_is_a_rollback_too() throws IOException {
    buyer.buy(server);
    try (var other = new FaultyServer(Shop.with(ONE))) {
      assertThatThrownBy(() -> buyer.buy(other)).hasMessageContaining("taken back");
    }
  }

  @Test
  void two_histories_are_an_equivocation() {
    buyer.buy(server);
    server.shop = Shop.with(ONE).publish(Shop.lines(3, 3000)).publish(TWO);

    refused("equivocation");
  }

  @Test
  void a_longer_log_is_welcome_and_pinned() {
    buyer.buy(server);
    server.shop.publish(Shop.lines(3, 3000));
    assertThat(buyer.buy(server).version()).isEqualTo(3);
    server.shop = Shop.with(ONE).publish(TWO);

    refused("rollback");
  }

  @Test
  void a_changed_owner_stops_everything_until_the_user_says_so() throws IOException {
    buyer.buy(server);
    server.shop = new Shop(STRANGER).publish(ONE);

    refused("owner_changed").hasMessageContaining("--owner " + STRANGER.address());
    buyer.trusting(Trust.DEFAULT.inOwner(STRANGER.address())).buy(server);
    assertThat(Files.readAllBytes(out)).isEqualTo(ONE);
  }

  @Test
  void the_demanded_owner_must_have_signed() {
    buyer.trusting(Trust.DEFAULT.inOwner(STRANGER.address()));

    refused("wrong_owner");
    assertThat(buyer.pins.owner(server.source().origin(), Shop.ID)).isEmpty();
  }

  @Test
  void an_unverified_log_is_not_pinned() {
    server.faults = r -> r.path().endsWith("/versions") ? new Fault.Flip(400) : new Fault.None();

    assertThatThrownBy(() -> buyer.buy(server)).isInstanceOf(VerificationException.class);
    assertThat(buyer.pins.owner(server.source().origin(), Shop.ID)).isEmpty();
  }

  @Test
  void a_manifest_that_was_shown_cannot_vanish() {
    buyer.buy(server);
    server.shop.manifests.clear();

    refused("manifest_withheld");
  }

  @Test
  void a_manifest_of_another_version_is_refused() {
    var first = Optional.ofNullable(server.shop.manifests.get(1)).orElseThrow();
    server.shop.manifests.put(2, first);

    refused("manifest_mismatch");
  }

  @Test
  void a_reference_server_is_bought_from_in_one_stream_with_a_warning() throws IOException {
    server.shop = new Shop(Shop.KEY).publishBare(ONE);

    BuyResult result = buyer.buy(server);

    assertThat(Files.readAllBytes(out)).isEqualTo(ONE);
    assertThat(result.warnings()).anyMatch(w -> w.contains("are not signed"));
    assertThat(server.downloads()).isEqualTo(1);
  }

  @Test
  void paying_a_reference_server_needs_a_word() {
    server.shop = new Shop(Shop.KEY).publishBare(ONE);
    buyer.trusting(new Trust(Optional.empty(), true, false, false));
    refused("no_manifest");

    buyer.trusting(new Trust(Optional.empty(), true, true, false)).buy(server);
  }

  @Test
  void a_broken_stream_from_a_reference_server_is_resumed() throws IOException {
    byte[] big = Shop.lines(5, 3 << 20);
    server.shop = new Shop(Shop.KEY).publishBare(big);
    server.faults =
        r -> r.isDownload() && server.downloads() == 1 ? new Fault.Cut(2 << 20) : new Fault.None();

    buyer.buy(server);

    assertThat(Files.readAllBytes(out)).isEqualTo(big);
    assertThat(server.bodyBytes.get()).isLessThan(big.length + (1 << 20));
  }

  @Test
  void wrong_bytes_of_a_reference_server_are_thrown_away() throws IOException {
    server.shop = new Shop(Shop.KEY).publishBare(ONE);
    server.faults = r -> r.isDownload() ? new Fault.Flip(7) : new Fault.None();
    refused("file_hash_mismatch");
    assertThat(out).doesNotExist();

    server.faults = r -> new Fault.None();
    buyer.buy(server);
    assertThat(Files.readAllBytes(out)).isEqualTo(ONE);
  }

  @Test
  void imported_versions_have_no_manifest_when_a_later_one_says_so() throws IOException {
    var stock = Shop.stock("data.jsonl", TWO);
    server.shop =
        new Shop(Shop.KEY)
            .publishBare(ONE)
            .publish(List.of(stock), true, List.of(Shop.describe(stock)), Optional.of(1L));
    buyer.buy(server);

    BuyResult first = buyer.buy(Optional.of(1L), server);

    assertThat(first.version()).isEqualTo(1);
    assertThat(Files.readAllBytes(out)).isEqualTo(ONE);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(String code) {
    return assertThatThrownBy(() -> buyer.buy(server))
        .isInstanceOfSatisfying(
            VerificationException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
