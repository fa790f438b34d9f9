package org.obol.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.obol.client.source.RefusedException;
import org.obol.dataset.VerificationException;

/** Security items 7 and 21 to 24: what a buyer refuses. */
final class LyingServerTest extends PurchaseFixture {

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
}
