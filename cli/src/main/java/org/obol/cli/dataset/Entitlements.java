package org.obol.cli.dataset;

import org.obol.crypto.Json;
import org.obol.crypto.JsonObject;
import org.obol.dataset.entitlement.Entitlement;
import org.obol.dataset.entitlement.Entitlement.State;
import org.obol.dataset.entitlement.VersionRange;

/** How an entitlement is told. */
final class Entitlements {

  private Entitlements() {}

  static String line(Entitlement entitlement) {
    String state =
        switch (entitlement.state()) {
          case State.Active ignored -> "active";
          case State.Suspended s -> "suspended " + s.since() + ": " + s.reason();
          case State.Revoked r -> "revoked " + r.since() + ": " + r.reason();
        };
    return String.join(
        "  ",
        entitlement.id(),
        "\"" + entitlement.subject() + "\"",
        entitlement.versions().toString(),
        entitlement.source().name().toLowerCase(java.util.Locale.ROOT),
        "since " + entitlement.created(),
        state);
  }

  static Json.Obj json(Entitlement entitlement) {
    JsonObject out =
        Json.object()
            .put("id", entitlement.id())
            .put("dataset", entitlement.dataset().text())
            .put("subject", entitlement.subject())
            .put("versions", versions(entitlement.versions()))
            .put("source", entitlement.source().name().toLowerCase(java.util.Locale.ROOT))
            .put("created", entitlement.created().toString());
    return switch (entitlement.state()) {
      case State.Active ignored -> out.put("state", "active").build();
      case State.Suspended s ->
          out.put("state", "suspended")
              .put("since", s.since().toString())
              .put("reason", s.reason())
              .build();
      case State.Revoked r ->
          out.put("state", "revoked")
              .put("since", r.since().toString())
              .put("reason", r.reason())
              .build();
    };
  }

  /** A range without an upper end has no {@code to}. */
  static Json.Obj versions(VersionRange range) {
    JsonObject out = Json.object().put("from", range.from());
    return range.follows() ? out.put("follow", true).build() : out.put("to", range.to()).build();
  }
}
