package org.obol.node;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.obol.crypto.Json;
import org.obol.dataset.DatasetId;
import org.obol.dataset.entitlement.Entitlement.Source;
import org.obol.dataset.entitlement.UserCode;
import org.obol.dataset.entitlement.VersionRange;
import org.obol.dataset.versionlog.VersionEntry;
import org.obol.http.Headers;
import org.obol.http.HttpReply;
import org.obol.http.HttpRequest;
import org.obol.http.Metrics;
import org.obol.ledger.Dataset;
import org.obol.ledger.Datasets;
import org.obol.ledger.Db;
import org.obol.ledger.DeviceCodes;
import org.obol.ledger.Members;
import org.obol.ledger.Tx;

/** What only the owner may do over HTTP: approve a code, see the status, read the metrics. */
final class OwnerRoutes {

  private static final Headers PRIVATE = Headers.of("Cache-Control", "private, no-store");

  private final Db db;
  private final List<DatasetId> published;
  private final Metrics metrics;
  private final InstantSource clock;

  OwnerRoutes(Db db, List<DatasetId> published, Metrics metrics, InstantSource clock) {
    this.db = db;
    this.published = List.copyOf(published);
    this.metrics = metrics;
    this.clock = clock;
  }

  /** The reference's route: approves for the versions there are now. */
  HttpReply approve(HttpRequest request) {
    UserCode code =
        ReferenceDeviceRoutes.textOrEmpty(ReferenceDeviceRoutes.objectOrEmpty(request), "user_code")
            .filter(text -> !text.isEmpty())
            .map(
                text ->
                    UserCode.read(text)
                        .orElseThrow(() -> new Refusal(404, "invalid_code", "code not found")))
            .orElseThrow(() -> new Refusal(400, "invalid_request", "user_code required"));
    return switch (decide(code)) {
      case DONE -> HttpReply.json(200, PRIVATE, Json.object().put("status", "approved").build());
      case UNKNOWN -> throw new Refusal(404, "invalid_code", "code not found");
      case EXPIRED -> throw new Refusal(410, "expired_code", "code expired");
      case ALREADY_USED -> throw new Refusal(409, "already_used", "code already used");
    };
  }

  HttpReply status(Dataset dataset) {
    return db.read(
        tx -> {
          List<Json.Obj> versions =
              new Datasets(tx)
                  .log(dataset.id()).entries().stream().map(VersionEntry::toJson).toList();
          return HttpReply.json(
              200,
              PRIVATE,
              Json.object()
                  .put("id", dataset.id().text())
                  .put("groupID", dataset.groupId())
                  .put("membership", dataset.membership().label())
                  .put("versions", versions)
                  .put("entitlements", new Members(tx).of(dataset.id()).size())
                  .build());
        });
  }

  HttpReply metrics() {
    return new HttpReply.Bytes(
        200,
        PRIVATE.with("Content-Type", Metrics.CONTENT_TYPE),
        metrics.text().getBytes(StandardCharsets.UTF_8));
  }

  private DeviceCodes.Decision decide(UserCode code) {
    Instant now = clock.instant();
    return db.write(
        tx -> {
          var codes = new DeviceCodes(tx);
          return published.stream()
              .map(id -> codes.approve(code, id, all(tx, id), Source.APPROVED, now))
              .filter(decision -> decision != DeviceCodes.Decision.UNKNOWN)
              .findFirst()
              .orElse(DeviceCodes.Decision.UNKNOWN);
        });
  }

  private static VersionRange all(Tx tx, DatasetId id) {
    return VersionRange.upTo(new Datasets(tx).head(id));
  }
}
