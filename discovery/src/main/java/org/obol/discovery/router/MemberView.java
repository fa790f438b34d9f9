package org.obol.discovery.router;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.crypto.Sha256;

/**
 * What is known of a member.
 *
 * @param held its catalog; empty when there is none, or none that is young enough
 * @param fault why the last attempt brought nothing; empty when it did
 * @param checkedAt when it was last asked; empty before that
 */
record MemberView(
    Member member, Optional<Held> held, Optional<String> fault, Optional<Instant> checkedAt) {

  /**
   * A catalog that was read.
   *
   * @param bytes digest of the document
   * @param etag what to ask for the next one with
   * @param fetchedAt when these bytes came first
   * @param confirmedAt when they were last the member's catalog
   */
  record Held(
      List<Row> rows,
      LeftOut leftOut,
      Sha256 bytes,
      Optional<String> etag,
      Instant fetchedAt,
      Instant confirmedAt) {

    Held confirmed(Instant at, Optional<String> newEtag) {
      return new Held(rows, leftOut, bytes, newEtag, fetchedAt, at);
    }
  }

  static MemberView waiting(Member member) {
    return new MemberView(member, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** {@code waiting}, {@code ok}, {@code stale} or {@code failed}. */
  String state() {
    if (fault.isPresent()) {
      return held.isPresent() ? "stale" : "failed";
    }
    return held.isPresent() ? "ok" : "waiting";
  }

  List<Row> rows() {
    return held.map(Held::rows).orElse(List.of());
  }

  /** The status of the member, for whoever asks. */
  Json.Obj toJson(long overTotal) {
    JsonObject out =
        Json.object()
            .put("name", member.name())
            .put("url", member.url().toString())
            .put("state", state())
            .put("entries", rows().size() - overTotal);
    held.ifPresent(
        h ->
            out.put("fetchedAt", h.fetchedAt().toString())
                .put("confirmedAt", h.confirmedAt().toString())
                .put("leftOut", h.leftOut().toJson()));
    if (overTotal > 0) {
      out.put("overTotalLimit", overTotal);
    }
    out.putIfPresent("error", fault.map(Json::of));
    out.putIfPresent("checkedAt", checkedAt.map(at -> Json.of(at.toString())));
    return out.build();
  }
}
