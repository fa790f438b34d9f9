package org.obol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.obol.client.FaultyServer.Request;
import org.obol.client.source.NetworkException;
import org.obol.client.source.RefusedException;
import org.obol.dataset.VerificationException;

/** Security items 21 to 25: what a buyer survives, and what a buyer refuses. */
final class BuyDatasetTest {

  private static final int MIB = 1 << 20;
  private static final byte[] DATA = Shop.lines(1, 5 * MIB + 12_345);

  @TempDir Path dir;
  private Path out;
  private FaultyServer server;
  private Buyer buyer;

  @BeforeEach
  void open() throws IOException {
    out = dir.resolve("data.jsonl");
    server = new FaultyServer(Shop.with(DATA));
    buyer = new Buyer(out);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void fetches_verifies_and_leaves_nothing_but_the_file() throws IOException {
    BuyResult result = buyer.buy(server);

    assertThat(Files.readAllBytes(out)).isEqualTo(DATA);
    assertThat(result.version()).isEqualTo(1);
    assertThat(result.fetched()).isEqualTo(DATA.length);
    assertThat(result.warnings()).singleElement().asString().contains("first purchase here");
    assertThat(listing()).containsExactly("data.jsonl");
    assertThat(server.requests).allMatch(r -> r.header("authorization").isPresent());
  }

  @Test
  void an_empty_file_is_a_file() throws IOException {
    server.shop = Shop.with(new byte[0]);

    buyer.buy(server);

    assertThat(Files.size(out)).isZero();
    assertThat(server.downloads()).isZero();
  }

  @Test
  void several_files_become_a_folder() throws IOException {
    byte[] small = "hello".getBytes(StandardCharsets.UTF_8);
    server.shop =
        new Shop(Shop.KEY)
            .publish(
                List.of(Shop.stock("sft.jsonl", DATA), Shop.stock("docs/a/readme.bin", small)),
                true);
    Path folder = dir.resolve("set");

    new Buyer(folder).buy(server);

    assertThat(Files.readAllBytes(folder.resolve("sft.jsonl"))).isEqualTo(DATA);
    assertThat(Files.readAllBytes(folder.resolve("docs/a/readme.bin"))).isEqualTo(small);
  }

  @Test
  void a_linked_folder_is_not_written_through() throws IOException {
    Path elsewhere = Files.createDirectory(dir.resolve("elsewhere"));
    Path folder = Files.createDirectory(dir.resolve("set"));
    Files.createSymbolicLink(folder.resolve("docs"), elsewhere);
    server.shop =
        new Shop(Shop.KEY)
            .publish(
                List.of(Shop.stock("a.bin", new byte[3]), Shop.stock("docs/b.bin", new byte[4])),
                true);

    assertThatThrownBy(() -> new Buyer(folder).buy(server)).hasMessageContaining("symbolic link");
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void a_file_that_is_there_already_is_not_fetched_again() {
    buyer.buy(server);

    BuyResult again = buyer.buy(server);

    assertThat(again.fetched()).isZero();
    assertThat(again.kept()).isEqualTo(DATA.length);
  }

  @Test
  void another_file_is_replaced_only_by_force() throws IOException {
    Files.writeString(out, "mine");

    assertThatThrownBy(() -> buyer.buy(server)).hasMessageContaining("--force");
    assertThat(Files.readString(out)).isEqualTo("mine");

    buyer.forced().buy(server);
    assertThat(Files.readAllBytes(out)).isEqualTo(DATA);
  }

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
  void a_chunk_that_is_always_bad_names_chunk_and_server() {
    faultDownloads(
        r ->
            r.header("range").orElse("").startsWith("bytes=0-")
                ? new Fault.Flip(3)
                : new Fault.None());

    assertThatThrownBy(() -> buyer.buy(server))
        .isInstanceOf(VerificationException.class)
        .hasMessageContaining("chunk 0")
        .hasMessageContaining(server.url().toString());
    assertNothingFinal();
  }

  @Test
  void lies_in_content_range_are_not_believed() {
    for (String lie :
        List.of(
            "bytes 1-9/10",
            "bytes 0-" + (DATA.length - 1) + "/" + (DATA.length + 1),
            "bytes 0-" + (DATA.length - 1) + "/*",
            "items 0-1/2")) {
      faultDownloads(
          r ->
              new Fault.Headers(
                  h -> h.replaceFirst("Content-Range: [^\r]*", "Content-Range: " + lie)));

      assertThatThrownBy(() -> buyer.buy(server))
          .isInstanceOf(VerificationException.class)
          .hasMessageContaining("Content-Range");
      assertNothingFinal();
    }
  }

  @Test
  void a_206_without_content_range_is_refused() {
    faultDownloads(r -> new Fault.Headers(h -> h.replaceFirst("Content-Range: [^\r]*\r\n", "")));

    assertThatThrownBy(() -> buyer.buy(server)).isInstanceOf(VerificationException.class);
    assertNothingFinal();
  }

  @Test
  void packed_bytes_are_refused() {
    faultDownloads(
        r -> new Fault.Headers(h -> h.replace("ETag", "Content-Encoding: gzip\r\nETag")));

    assertThatThrownBy(() -> buyer.buy(server)).hasMessageContaining("Content-Encoding gzip");
    assertNothingFinal();
  }

  @Test
  void another_etag_is_another_file() {
    faultDownloads(r -> new Fault.Headers(h -> h.replaceFirst("ETag: \"....", "ETag: \"0000")));

    assertThatThrownBy(() -> buyer.buy(server)).hasMessageContaining("another file");
    assertNothingFinal();
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
  void the_token_never_follows_a_redirect_to_another_origin() throws IOException {
    try (var thief = new FaultyServer(server.shop)) {
      faultDownloads(
          r ->
              new Fault.Answer(
                  302, "Location: " + thief.url() + r.path() + "?" + r.query() + "\r\n", ""));

      assertThatThrownBy(() -> buyer.buy(server)).hasMessageContaining("another origin");
      assertThat(thief.requests).isEmpty();
    }
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
  void a_refusal_carries_the_code_but_never_the_token() {
    for (int status : List.of(401, 403, 410)) {
      faultDownloads(
          r ->
              new Fault.Answer(
                  status,
                  "",
                  "{\"error\":\"version_not_entitled\",\"message\":\"not with "
                      + FaultyServer.TOKEN
                      + "\\u001b[2J\"}"));

      assertThatThrownBy(() -> buyer.buy(server))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("version_not_entitled")
          .hasMessageNotContaining(FaultyServer.TOKEN)
          .hasMessageNotContaining("\u001b");
    }
  }

  @Test
  void what_was_fetched_before_a_failure_is_kept_and_checked() throws IOException {
    var count = new AtomicInteger();
    faultDownloads(
        r ->
            count.incrementAndGet() == 1
                ? new Fault.Cut(3L * MIB + 9)
                : new Fault.Answer(503, "", ""));
    assertThatThrownBy(() -> buyer.over(1).buy(server)).isInstanceOf(NetworkException.class);

    server.faults = r -> new Fault.None();
    BuyResult result = buyer.buy(server);

    assertThat(result.kept()).isEqualTo(3L * MIB);
    assertThat(Files.readAllBytes(out)).isEqualTo(DATA);
  }

  @Test
  void corrupted_bytes_of_a_partial_file_are_fetched_again() throws IOException {
    leaveEverythingButTheName();
    Path data = partial(".data");
    byte[] bytes = Files.readAllBytes(data);
    bytes[MIB + 3] ^= 1;
    Files.write(data, bytes);

    BuyResult result = buyer.buy(server);

    assertThat(result.kept()).isEqualTo(DATA.length - (long) MIB);
    assertThat(Files.readAllBytes(out)).isEqualTo(DATA);
  }

  @Test
  void a_complete_partial_file_is_finished_without_asking_for_bytes() throws IOException {
    leaveEverythingButTheName();
    long before = server.downloads();

    BuyResult result = buyer.buy(server);

    assertThat(result.kept()).isEqualTo(DATA.length);
    assertThat(server.downloads()).isEqualTo(before);
    assertThat(Files.readAllBytes(out)).isEqualTo(DATA);
  }

  @Test
  void the_partial_file_of_another_version_is_not_continued() throws IOException {
    leaveEverythingButTheName();
    byte[] next = Shop.lines(2, 2 * MIB);
    server.shop.publish(next);

    BuyResult result = buyer.buy(server);

    assertThat(result.kept()).isZero();
    assertThat(result.warnings()).anyMatch(w -> w.contains("left from another version"));
    assertThat(Files.readAllBytes(out)).isEqualTo(next);
  }

  @Test
  void a_contradiction_in_the_signed_manifest_keeps_the_evidence() throws IOException {
    var honest = Shop.stock("data.jsonl", DATA);
    var other = Shop.describe(Shop.stock("data.jsonl", Shop.lines(9, DATA.length)));
    var described = Shop.describe(honest);
    var lie =
        new org.obol.dataset.manifest.ManifestFile(
            described.name(),
            described.mediaType(),
            described.size(),
            described.sha256(),
            described.chunkRoot(),
            Optional.of(
                new org.obol.dataset.manifest.ManifestFile.Rows(
                    described.rows().orElseThrow().count(),
                    other.rows().orElseThrow().root(),
                    described.rows().orElseThrow().keySha256())));
    server.shop = new Shop(Shop.KEY).publish(List.of(honest), true, List.of(lie), Optional.empty());

    assertThatThrownBy(() -> buyer.buy(server))
        .isInstanceOfSatisfying(
            VerificationException.class,
            e -> assertThat(e.code()).isEqualTo("manifest_contradiction"));
    assertNothingFinal();
    assertThat(listing())
        .contains(
            "data.jsonl.contradiction",
            "data.jsonl.contradiction.manifest.json",
            "data.jsonl.contradiction.log.json");
  }

  @Test
  void lying_chunk_hashes_are_refused() {
    server.faults = r -> r.path().endsWith("/chunks") ? new Fault.Flip(20) : new Fault.None();

    assertThatThrownBy(() -> buyer.buy(server)).isInstanceOf(VerificationException.class);
    assertNothingFinal();
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

  @Test
  void two_purchases_never_share_a_working_folder() throws Exception {
    var inside = new java.util.concurrent.CountDownLatch(1);
    var go = new java.util.concurrent.CountDownLatch(1);
    faultDownloads(
        r -> {
          inside.countDown();
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new Fault.None();
        });
    var first =
        java.util.concurrent.CompletableFuture.supplyAsync(
            () -> new Buyer(out).buy(server), Thread::startVirtualThread);
    inside.await();

    assertThatThrownBy(() -> buyer.buy(server)).hasMessageContaining("right now");
    go.countDown();

    assertThat(first.get().fetched()).isEqualTo(DATA.length);
    assertThat(Files.readAllBytes(out)).isEqualTo(DATA);
  }

  private void leaveEverythingButTheName() throws IOException {
    // A purchase whose last step was torn away: all bytes and the journal, but no final name.
    buyer.buy(server);
    Path folder = Files.createDirectory(dir.resolve("data.jsonl.obol-part"));
    String key = server.shop.entries.getFirst().manifestHash().hex().substring(0, 32) + "-0";
    Files.move(out, folder.resolve(key + ".data"));
    var journal = java.nio.ByteBuffer.allocate(6 * Integer.BYTES + 2);
    for (int i = 0; i < 6; i++) {
      journal.putInt(i);
    }
    Files.write(folder.resolve(key + ".journal"), journal.array());
  }

  private Path partial(String suffix) throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      return files.filter(f -> f.toString().endsWith(suffix)).findFirst().orElseThrow();
    }
  }

  private void faultDownloads(Function<Request, Fault> fault) {
    server.faults = r -> r.isDownload() ? fault.apply(r) : new Fault.None();
  }

  private void faultOnce(Fault fault) {
    var done = new AtomicInteger();
    faultDownloads(r -> done.incrementAndGet() == 1 ? fault : new Fault.None());
  }

  private void assertNothingFinal() {
    assertThat(out).doesNotExist();
  }

  private List<String> listing() throws IOException {
    try (Stream<Path> files = Files.list(dir)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
